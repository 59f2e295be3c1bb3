import type { CssPx } from "../core/types";

/** Width of the left gutter with names and values. */
export const GUTTER: CssPx = 132;
/** Air to the right of the plotting area. */
export const PAD_RIGHT: CssPx = 14;
export const AXIS_HEIGHT: CssPx = 44;
export const OVERVIEW_HEIGHT: CssPx = 66;
export const FONT = '"Figtree Variable", Figtree, system-ui, sans-serif';
/** How near to an edge a pointer takes hold of it. */
export const REACH: CssPx = 5;
/** A press that moves less than this is a click. */
export const SLOP: CssPx = 4;
export const LANE_HEIGHT: CssPx = 30;
export const COLLAPSED_HEIGHT: CssPx = 28;
/** A pane is no lower than this, unless it is collapsed. */
export const LEAST_HEIGHT: CssPx = 48;
/** Width of the strip beside the plotting area that the value axis is held by. */
export const VALUE_STRIP: CssPx = 40;
