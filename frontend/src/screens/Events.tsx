/** What happened to the machine, as a list: the way to the event lane by keyboard, and every event's details. */
import { useMemo } from "preact/hooks";

import type { AxisInfo } from "../core/types";
import { eventsFromWire, type MachineEvent } from "../model/events";
import type { Session } from "../model/session";
import { momentText } from "../model/times";
import { goTo } from "./moves";
import type { View } from "./view";

const KINDS: Readonly<Record<MachineEvent["kind"], string>> = { regime: "regime", alarm: "alarm", work_order: "work order", maintenance: "maintenance", note: "note" };

export function Events({ session, view, axis }: { session: Session; view: View; axis: AxisInfo }) {
  const events = useMemo(() => eventsFromWire(session.bench.events), [session]);
  const inSight = events.filter(({ start, end }) => start <= axis.last && (end ?? start) >= axis.first);
  const selected = events.find(({ id }) => id === view.event.value);
  if (events.length === 0) return null;
  const region = session.region ?? session.proposal?.region;
  const isOrder = selected?.kind === "work_order" || selected?.kind === "maintenance";
  return (
    <section aria-label="Events">
      {selected !== undefined && (
        <div class="event-card">
          <h2 class="section-title">
            <span>{KINDS[selected.kind]}{selected.severity === null ? "" : ` · ${selected.severity}`}</span>
            <button class="quiet" type="button" aria-label="Close the event" onClick={() => { view.event.value = null; }}>✕</button>
          </h2>
          <p class="strong">{named(selected)}</p>
          <p class="muted">{momentText(axis, selected.start, view.zone.value)}{selected.end === null ? "" : ` to ${momentText(axis, selected.end, view.zone.value)}`}</p>
          {selected.detail !== "" && <p class="muted">{selected.detail}</p>}
          {isOrder && region !== undefined && region.workOrder !== selected.id && (
            <button class="button" type="button" onClick={() => { session.regions.setWorkOrder(session.selection.ids.value, selected.id); }}>Link to the region</button>
          )}
        </div>
      )}
      <details>
        <summary class="section-title">Events · {inSight.length} in this series{events.length > inSight.length ? `, ${events.length - inSight.length} before or after` : ""}</summary>
        <ul class="event-list">
          {events.map((event) => (
            <li key={event.id}>
              <button
                type="button"
                aria-pressed={event.id === view.event.value}
                onClick={() => {
                  view.event.value = event.id;
                  if (inSight.includes(event)) goTo(session, axis, event.start);
                }}
              >
                <span class="muted">{momentText(axis, event.start, view.zone.value).slice(0, inSight.includes(event) ? 16 : 10)}</span>
                <span>{named(event)}</span>
              </button>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

function named({ id, title, kind }: MachineEvent): string {
  return kind === "work_order" && !title.includes(id) ? `${id} · ${title}` : title;
}
