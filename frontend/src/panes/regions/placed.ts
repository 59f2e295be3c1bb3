import { decimalText, durationText } from "../../core/timeaxis";
import type { AxisInfo, Window } from "../../core/types";
import type { Preview } from "../pointer/ground";
import { textWidth } from "../ruler";
import type { DrawnRegion, LaneSpec } from "../types";
import { tagFont } from "./region-painter";
import { regionViews, tags, type RegionView, type Tag } from "./region-view";

/** All that the places of the regions follow from. */
interface Grounds {
  readonly regions: readonly DrawnRegion[];
  readonly window: Window;
  /** CSS pixels of the plotting area. */
  readonly width: number;
  /** Names of the channels of each pane. */
  readonly panes: readonly (readonly string[])[];
  readonly lanes: readonly LaneSpec[];
  readonly preview: Preview | null;
}

/** Where the regions in view are, and their tags: worked out anew once something that they follow from has changed. */
export class PlacedRegions {
  views: readonly RegionView[] = [];
  tags: readonly Tag[] = [];
  #grounds: Grounds | null = null;

  constructor(private readonly axis: AxisInfo) {}

  of(grounds: Grounds): this {
    const before = this.#grounds;
    if (before !== null && (Object.keys(grounds) as (keyof Grounds)[]).every((name) => grounds[name] === before[name])) return this;
    this.#grounds = grounds;
    const { regions, window, width, panes, lanes, preview } = grounds;
    this.views = regionViews(preview === null ? regions : [...regions, this.#drawing(preview)], window, width, panes);
    const inLanes = new Set(lanes.flatMap(({ kind, items }) => (kind === "regions" ? items.map(({ id }) => id) : [])));
    this.tags = tags(this.views, width, (text) => textWidth(tagFont(), text), inLanes);
    return this;
  }

  #drawing({ start, end, color, names }: Preview): DrawnRegion {
    const length = end - start;
    const label = this.axis.kind === "time" ? durationText(length) : decimalText(length, this.axis.decimals);
    return {
      id: "", start, end, color, label, instant: false, hatched: false, opacity: 1, score: null,
      channels: new Set(names), selected: true, editable: false,
    };
  }
}
