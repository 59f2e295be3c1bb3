/** What leads beyond the task on the bench: submit, skip, the next and the previous task. */
import type { RefObject } from "preact";

import { eventsFromWire, nextWorkOrder, workOrdersNear } from "../model/events";
import { go } from "../model/route";
import type { Session } from "../model/session";
import type { Steps } from "./actions";
import { reveal } from "./moves";
import type { QueueHandle } from "./Queue";
import { HERE, type View } from "./view";

/** Tasks that were on the bench before this one, the last one last. */
const trail: number[] = [];

export function createSteps(session: Session, view: View, queue: RefObject<QueueHandle | null>): Steps {
  const { id, project } = session.bench.task;
  const events = eventsFromWire(session.bench.events ?? []);
  const open = (task: number | null) => {
    go(task === null ? { page: "tasks", project: project.id } : { page: "label", project: project.id, task });
  };
  const next = () => {
    trail.push(id);
    open(queue.current?.after(id) ?? null);
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
    snap: () => undefined,
    linkWorkOrder: () => {
      const region = session.region ?? session.proposal?.region;
      if (region === undefined) return;
      const orders = workOrdersNear(events, region);
      if (orders.length === 0) view.said.value = "The task's data name no work orders.";
      else session.regions.setWorkOrder(session.selection.ids.value, nextWorkOrder(orders, region.workOrder));
    },
    toggleZone: () => {
      view.zone.value = view.zone.value === "UTC" ? HERE : "UTC";
    },
  };
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
