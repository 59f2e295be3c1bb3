/** What can be done to regions. Each command is one step of the undo line, however many regions it changes. */
import { batch, signal } from "@preact/signals-core";

import type { Tick } from "../core/types";
import type { Control, ControlValue, Schema } from "../net/types";
import type { Desk } from "./desk";
import type { Line } from "./line";
import type { Proposals } from "./proposals";
import * as regions from "./region";
import type { Edge, LabelDoc, Region } from "./region";
import type { Selection } from "./selection";
import type { Telemetry } from "./telemetry";

export class RegionCommands {
  /** The label that the next region gets: control and value. */
  readonly activeLabel = signal<{ control: string; value: string } | null>(null);

  constructor(
    private readonly schema: Schema,
    private readonly line: Line<Desk>,
    private readonly selection: Selection,
    private readonly proposals: Proposals,
    private readonly telemetry: Telemetry,
  ) {
    const control = schema.controls.find((candidate) => candidate.type === "labels");
    const option = control?.options.find((candidate) => candidate.selected) ?? control?.options[0];
    if (control !== undefined && option !== undefined) this.activeLabel.value = { control: control.name, value: option.value };
  }

  /** A new region with the active label; it is selected then. */
  draw(start: Tick, end: Tick, instant: boolean, channels: readonly string[] = []): void {
    const label = this.activeLabel.value;
    const region = { ...regions.newRegion(start, end, instant, label ? { [label.control]: [label.value] } : {}), channels };
    batch(() => {
      this.#change((doc) => ({ ...doc, regions: [...doc.regions, region] }), `Draw ${label?.value ?? "a region"}`);
      this.selection.only(region.id);
      this.selection.edge.value = "end";
    });
  }

  remove(ids: readonly string[]): void {
    const gone = new Set(ids);
    const { doc } = this.line.current.peek();
    if (!doc.regions.some(({ id }) => gone.has(id))) return;
    this.#change(() => ({ ...doc, regions: doc.regions.filter(({ id }) => !gone.has(id)) }), ids.length === 1 ? "Delete the region" : `Delete ${ids.length} regions`);
  }

  moveEdge(id: string, edge: Edge, at: Tick, key: string | null = null): void {
    this.#edit([id], (region) => regions.withEdge(region, edge, at), "Move the edge", key);
  }

  move(id: string, start: Tick, end: Tick, key: string | null = null): void {
    this.#edit([id], (region) => regions.withPlace(region, start, end), "Move the region", key);
  }

  /** Move the edge that keys move by so many samples. */
  nudgeEdge(id: string, by: number): void {
    const region = this.#find(id);
    if (region === null) return;
    const edge = region.instant ? "start" : this.selection.edge.peek();
    this.moveEdge(id, edge, this.telemetry.stepped(region[edge], by), `nudge:${id}:${edge}`);
  }

  /** Move whole regions by so many samples, none of them beyond the series. */
  nudge(ids: readonly string[], by: number): void {
    this.#edit(
      ids,
      (region) => {
        const start = this.telemetry.stepped(region.start, by);
        const end = this.telemetry.stepped(region.end, by);
        const stuck = (start === region.start) !== (end === region.end) || (end - start !== region.end - region.start && this.telemetry.isRegular);
        return stuck && !region.instant ? region : regions.withPlace(region, start, end);
      },
      ids.length === 1 ? "Move the region" : `Move ${ids.length} regions`,
      `shift:${ids.join()}`,
    );
  }

  setValue(ids: readonly string[], control: string, value: ControlValue | null, typing = false): void {
    this.#edit(ids, (region) => regions.withValue(region, control, value), `Change ${this.#title(control)}`, typing ? `type:${ids.join()}:${control}` : null);
  }

  setTaskValue(control: string, value: ControlValue | null, typing = false): void {
    this.#change((doc) => ({ ...doc, values: { ...doc.values, [control]: value } }), `Change ${this.#title(control)}`, typing ? `type::${control}` : null);
  }

  setChannels(ids: readonly string[], channels: readonly string[]): void {
    this.#edit(ids, (region) => ({ ...region, channels }), "Change the channels");
  }

  setWorkOrder(ids: readonly string[], workOrder: string | null): void {
    this.#edit(ids, (region) => ({ ...region, workOrder }), workOrder === null ? "Unlink the work order" : `Link ${workOrder}`);
  }

  /** Choose a label: the next region gets it, and so do those that are selected. */
  chooseLabel(control: string, value: string): void {
    const ids = this.selection.ids.peek();
    batch(() => {
      this.activeLabel.value = { control, value };
      if (ids.length > 0) this.choose(ids, control, value);
    });
  }

  /** Choose an option of a control for regions: of several, one more or one less; else this one. */
  choose(ids: readonly string[], control: string, value: string): void {
    const declared = this.schema.controls.find((candidate) => candidate.name === control);
    if (declared === undefined) return;
    const held = ids.map((id) => regions.namesIn(this.#find(id)?.values[control]));
    const off = held.every((names) => names.includes(value));
    if (off && (declared.mode !== "multiple" || held.length === 0) && declared.type === "labels") return;
    this.#edit(ids, (region) => regions.withValue(region, control, chosen(declared, region.values[control], value, off)), `Change ${declared.title}`);
  }

  /** Cut the range at a sample. The first part keeps its id, and the second is selected. */
  split(id: string, at: Tick): boolean {
    const region = this.#find(id);
    const after = this.telemetry.stepped(at, 1);
    if (region === null || region.instant || at < region.start || after > region.end || after <= at) return false;
    const [first, second] = regions.split(region, at, after);
    batch(() => {
      this.#edit([id], () => first, "Split the region", null, [second]);
      this.selection.only(second.id);
    });
    return true;
  }

  /** Make one region of several. */
  merge(ids: readonly string[]): boolean {
    const parts = ids.flatMap((id) => this.#find(id) ?? []);
    const [first, ...rest] = parts;
    if (first === undefined || rest.length === 0) return false;
    const whole = regions.merged([first, ...rest]);
    // The leading one by time may still be a proposal: it becomes a region of its own id then.
    const heir = { ...whole, id: regions.newRegionId() };
    const parents = ids.flatMap((id) => this.proposals.get(id) ?? []);
    const gone = new Set(ids);
    const parent = heir.parent === null && parents[0] !== undefined ? { prediction_id: parents[0].predictionId, region_id: parents[0].region.id, score: parents[0].score } : heir.parent;
    const { doc, dismissed } = this.line.current.peek();
    batch(() => {
      this.line.push(
        {
          doc: { ...doc, regions: [...doc.regions.filter((region) => !gone.has(region.id)), { ...heir, parent, origin: parent === null ? "manual" : "prediction-changed" }] },
          dismissed: new Set([...dismissed, ...parents.slice(heir.parent === null ? 1 : 0).map(({ key }) => key)]),
        },
        `Merge ${parts.length} regions`,
      );
      this.selection.only(heir.id);
    });
    return true;
  }

  /** The same regions once more, and those are selected: to be moved, or to get another class. */
  duplicate(ids: readonly string[]): void {
    const copies = ids.flatMap((id) => this.#find(id) ?? []).map(regions.duplicate);
    if (copies.length === 0) return;
    batch(() => {
      this.#change((doc) => ({ ...doc, regions: [...doc.regions, ...copies] }), copies.length === 1 ? "Duplicate the region" : `Duplicate ${copies.length} regions`);
      this.selection.set(copies.map(({ id }) => id));
    });
  }

  #title(control: string): string {
    return this.schema.controls.find((candidate: Control) => candidate.name === control)?.title ?? control;
  }

  /** The region, or that of the proposal, with this name. */
  #find(id: string): Region | null {
    return this.line.current.peek().doc.regions.find((region) => region.id === id) ?? this.proposals.get(id)?.region ?? null;
  }

  /** Change regions. A proposal among them becomes a region that remembers it; `more` are added. */
  #edit(ids: readonly string[], change: (region: Region) => Region, label: string, key: string | null = null, more: readonly Region[] = []): void {
    const { doc } = this.line.current.peek();
    const wanted = new Set(ids);
    let same = true;
    const kept = doc.regions.map((region) => {
      if (!wanted.delete(region.id)) return region;
      const next = change(region);
      same &&= next === region;
      return next;
    });
    const names = new Map<string, string>();
    const made: Region[] = [];
    for (const id of wanted) {
      const proposal = this.proposals.get(id);
      if (proposal === null) continue;
      const heir = kept.find((region) => this.proposals.parentOf(region) === proposal);
      if (heir !== undefined) {
        // A drag that began on the proposal goes on with what it has become.
        kept[kept.indexOf(heir)] = change(heir);
        same = false;
        continue;
      }
      const region = change(regions.acceptedFrom(proposal.region, proposal.predictionId));
      made.push({ ...region, origin: "prediction-changed" });
      names.set(id, region.id);
    }
    if (same && made.length === 0 && more.length === 0) return;
    batch(() => {
      this.#change(() => ({ ...doc, regions: [...kept, ...made, ...more] }), label, key);
      if (names.size > 0) this.selection.rename(names);
    });
  }

  #change(make: (doc: LabelDoc) => LabelDoc, label: string, key: string | null = null): void {
    const { doc, dismissed } = this.line.current.peek();
    this.line.push({ doc: make(doc), dismissed }, label, key);
  }
}

function chosen(control: Control, before: ControlValue | null | undefined, value: string, off: boolean): ControlValue | null {
  const option = control.options.find((candidate) => candidate.value === value);
  const entry = control.nested && option !== undefined ? [...option.parents, value] : value;
  if (control.mode !== "multiple") return off ? null : [entry];
  const others = (Array.isArray(before) ? before : []).filter((part) => JSON.stringify(part) !== JSON.stringify(entry));
  return off ? others : [...others, entry];
}

