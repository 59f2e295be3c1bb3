/** What is selected: one region or proposal, or several together. */
import { computed, signal, type ReadonlySignal } from "@preact/signals-core";

import type { Tick } from "../core/types";
import type { Edge, Region } from "./region";

/** Something that can be selected: a region by its id, or a proposal by its key. */
export interface Item {
  readonly id: string;
  readonly region: Region;
}

export class Selection {
  /** What is selected and still there, in the order it was taken up; the last one leads. */
  readonly ids: ReadonlySignal<readonly string[]>;
  /** The one that the form shows and that keys move. */
  readonly lead: ReadonlySignal<string | null>;
  /** The edge that keys move. */
  readonly edge = signal<Edge>("start");
  readonly #chosen = signal<readonly string[]>([]);
  readonly #places: ReadonlySignal<ReadonlyMap<string, number>>;

  /** @param items  all that can be selected, in their order of time */
  constructor(private readonly items: ReadonlySignal<readonly Item[]>) {
    this.#places = computed(() => new Map(items.value.map(({ id }, place) => [id, place])));
    this.ids = computed(() => this.#chosen.value.filter((id) => this.#places.value.has(id)));
    this.lead = computed(() => this.ids.value.at(-1) ?? null);
  }

  has(id: string): boolean {
    return this.ids.value.includes(id);
  }

  only(id: string | null): void {
    this.#chosen.value = id === null ? [] : [id];
  }

  /** Take `id` up beside what is selected, or let go of it. */
  toggle(id: string): void {
    const ids = this.ids.peek();
    this.#chosen.value = ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id];
  }

  set(ids: readonly string[]): void {
    this.#chosen.value = ids;
  }

  /** A selected proposal has become a region: go on with that. */
  rename(names: ReadonlyMap<string, string>): void {
    this.#chosen.value = this.#chosen.peek().map((id) => names.get(id) ?? id);
  }

  /** Everything from the leading one to `id`, in the order of time. */
  through(id: string): void {
    const places = this.#places.peek();
    const from = places.get(this.lead.peek() ?? id);
    const to = places.get(id);
    if (from === undefined || to === undefined) return;
    const between = this.items.peek().slice(Math.min(from, to), Math.max(from, to) + 1).map((item) => item.id);
    if (from > to) between.reverse();
    this.#chosen.value = [...this.ids.peek().filter((other) => !between.includes(other)), ...between];
  }

  /** Select the next or the previous of all, in their order of time. */
  step(by: 1 | -1): void {
    const next = this.#beside(by);
    this.only(next?.id ?? null);
  }

  /** Take up the next one too; going back over selected ones lets go of them. */
  extend(by: 1 | -1): void {
    const lead = this.lead.peek();
    const next = this.#beside(by);
    if (next === null || next.id === lead) return;
    if (this.has(next.id)) this.#chosen.value = this.ids.peek().filter((id) => id !== lead && id !== next.id).concat(next.id);
    else this.#chosen.value = [...this.ids.peek(), next.id];
  }

  /** Go through what lies at a tick, from the innermost outwards and around. `reach` is how near an instant counts. */
  cycle(at: Tick, reach: bigint): void {
    const here = this.items
      .peek()
      .filter(({ region }) => region.start - reach <= at && at <= region.end + reach)
      .sort((a, b) => Number(a.region.end - a.region.start - (b.region.end - b.region.start)));
    const place = here.findIndex(({ id }) => id === this.lead.peek());
    const next = here[(place + 1) % Math.max(1, here.length)];
    if (next !== undefined) this.only(next.id);
  }

  #beside(by: 1 | -1): Item | null {
    const items = this.items.peek();
    const lead = this.lead.peek();
    const place = lead === null ? undefined : this.#places.peek().get(lead);
    const next = place === undefined ? (by > 0 ? 0 : items.length - 1) : Math.min(items.length - 1, Math.max(0, place + by));
    return items[next] ?? null;
  }
}
