/** The classes of data that periods are set for, in words. */
import type { DataClass } from "../../net/types";

export const CLASSES: readonly { name: DataClass; text: string; about: string }[] = [
  { name: "telemetry", text: "Telemetry files", about: "uploads and cached files, from the import of the task" },
  { name: "derived", text: "Derived series", about: "what was made from telemetry, from the import of the task" },
  { name: "labels", text: "Labels", about: "annotations, predictions, reviews, from their last change" },
  { name: "notes", text: "Notes", about: "free text, from its last change" },
  { name: "personal", text: "Personal data", about: "who labeled, and what names people in a task's data" },
  { name: "exports", text: "Exports and datasets", about: "from the moment of export" },
];

export const classText = (name: string): string => CLASSES.find((one) => one.name === name)?.text ?? name;
