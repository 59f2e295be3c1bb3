/** When data fall due, in words. */
import type { DuePlan } from "../net/types";

type DueDate = DuePlan["dates"][number];

/** A number of tasks; exports are files, not tasks. */
export function dueCount({ data_class: name }: DueDate, tasks: number): string {
  return name === "exports" ? "–" : tasks.toLocaleString("en");
}

/** The day, in UTC, on which the next of a class falls due. */
export function nextDue({ data_class: name, next }: DueDate): string {
  if (name === "exports") return "by the age of each file";
  return next === null ? "nothing" : next.slice(0, 10);
}
