/** A sentence that one screen leaves for the next, such as why there is no task left. */
import { signal } from "@preact/signals";

export const arrivals = signal<string | null>(null);
