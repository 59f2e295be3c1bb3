/** What is known to have happened to the machine, from the task's data. */
import { parseTick } from "../core/tick";
import type { Tick } from "../core/types";
import type { TaskEvent } from "../net/types";
import type { Region } from "./region";

export interface MachineEvent extends Omit<TaskEvent, "start" | "end"> {
  readonly start: Tick;
  /** Null for a moment, and for what is still going on. */
  readonly end: Tick | null;
}

export function eventsFromWire(events: readonly TaskEvent[]): MachineEvent[] {
  return events.map((event) => ({ ...event, start: parseTick(event.start), end: event.end === null ? null : parseTick(event.end) }));
}

/** How far an event lies from a region; 0 where they overlap. */
function distance(event: MachineEvent, region: Pick<Region, "start" | "end">): bigint {
  const end = event.end ?? event.start;
  return event.start > region.end ? event.start - region.end : end < region.start ? region.start - end : 0n;
}

/** Work orders and maintenance, the nearest to a region first. */
export function workOrdersNear(events: readonly MachineEvent[], region: Pick<Region, "start" | "end">): MachineEvent[] {
  return events
    .filter(({ kind }) => kind === "work_order" || kind === "maintenance")
    .map((event) => ({ event, far: distance(event, region) }))
    .sort((a, b) => (a.far < b.far ? -1 : a.far > b.far ? 1 : a.event.start < b.event.start ? -1 : 1))
    .map(({ event }) => event);
}

/** What linking by key goes on to: the nearest, the one after it, and after the last none. */
export function nextWorkOrder(orders: readonly MachineEvent[], current: string | null): string | null {
  const place = orders.findIndex(({ id }) => id === current);
  return orders[place + 1]?.id ?? null;
}
