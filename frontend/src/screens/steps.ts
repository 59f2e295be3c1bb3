/** What leads beyond the task on the bench: submit, skip, the next and the previous task. */
import type { RefObject } from "preact";

import { parseTick } from "../core/tick";
import { eventsFromWire, nextWorkOrder, workOrdersNear } from "../model/events";
import { go } from "../model/route";
import type { Session } from "../model/session";
import type { Steps } from "./actions";
import { api } from "./boot";
import { reveal } from "./moves";
import { arrivals } from "./arrivals";
import type { QueueHandle } from "./Queue";
import { chooseZone, zones, type View } from "./view";

/** Tasks that were on the bench before this one, the last one last. */
const trail: number[] = [];

export function createSteps(session: Session, view: View, queue: RefObject<QueueHandle | null>): Steps {
  const { id, project } = session.bench.task;
  const events = eventsFromWire(session.bench.events);
  const open = (task: number | null) => {
    go(task === null ? { page: "tasks", project: project.id } : { page: "label", project: project.id, task });
  };
  const next = () => {
    trail.push(id);
    api.next(project.id, id).then(
      ({ task, reason }) => {
        if (task === null) arrivals.value = reason ?? "There is no task left for you.";
        open(task);
      },
      (error: unknown) => {
        view.said.value = error instanceof Error ? error.message : String(error);
      },
    );
  };
  return {
    next,
    previous: () => {
      const back = trail.pop() ?? queue.current?.before(id) ?? null;
      if (back === null) view.said.value = "There is no task before this one.";
      else open(back);
    },
    submit: () => {
      void session.submit().then((done) => {
        if (done) next();
        else showFault(session, view);
      });
    },
    skip: () => {
      view.dialog.value = "skip";
    },
    focusFilter: () => queue.current?.focus(),
    snap: () => void snapEdge(session, view),
    linkWorkOrder: () => {
      const region = session.region ?? session.proposal?.region;
      if (region === undefined) return;
      const orders = workOrdersNear(events, region);
      if (orders.length === 0) view.said.value = "The task's data name no work orders.";
      else session.regions.setWorkOrder(session.selection.ids.value, nextWorkOrder(orders, region.workOrder));
    },
    toggleZone: () => {
      const all = zones(view);
      const next = all[(all.findIndex(({ zone }) => zone === view.zone.value) + 1) % all.length];
      if (next !== undefined) chooseZone(view, next.zone);
      view.said.value = next === undefined ? "" : `Times are shown in ${next.zone}.`;
    },
  };
}

/** Move the edge that keys move to the nearest change of the region's first channel, which the server finds in the raw samples. */
async function snapEdge(session: Session, view: View): Promise<void> {
  const region = session.region ?? session.proposal?.region ?? null;
  const lead = session.selection.lead.value;
  const { id: series } = session.telemetry.series.value;
  const channels = session.schema.panes.flatMap((pane) => pane.channels);
  const channel = channels.find(({ title }) => region?.channels.includes(title)) ?? channels.find(({ index }) => index !== null);
  if (region === null || lead === null || series === null || channel?.index === undefined || channel.index === null) {
    view.said.value = "Select a region to snap its edge.";
    return;
  }
  const edge = region.instant ? "start" : session.selection.edge.value;
  const { start, end } = session.telemetry.window.value;
  try {
    const { change } = await api.snap(session.bench.task.id, series, { channel: channel.index, at: region[edge], within: (end - start) / 20n, edge });
    if (change === null) view.said.value = `${channel.title} does not change near this edge. Zoom out to look further.`;
    else {
      session.regions.moveEdge(lead, edge, parseTick(change.at));
      view.said.value = `Snapped to a change of ${channel.title}, ${change.strength.toPrecision(2)} times its noise.`;
    }
  } catch (error) {
    view.said.value = error instanceof Error ? error.message : String(error);
  }
}

/** Go to the first thing that is missing: its region, and there the field. */
export function showFault(session: Session, view: View): void {
  const [first] = session.problems;
  if (first === undefined) return;
  if (first.region !== null) session.selection.only(first.region);
  const axis = session.telemetry.axis.value;
  if (axis !== null && first.region !== null) reveal(session, axis);
  if (first.control !== null) view.focus.value = { control: first.control, region: first.region };
}
