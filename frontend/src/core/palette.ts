/** The two themes' colours, for what is drawn on a canvas; the screens' CSS holds the same. */
export interface Palette {
  readonly page: string;
  readonly panel: string;
  readonly line: string;
  readonly ink: string;
  readonly muted: string;
  readonly accent: string;
  readonly accentSoft: string;
  readonly signal: string;
  /** Second, third… channel of a pane whose config gives no colour. */
  readonly channels: readonly string[];
  readonly labels: readonly string[];
  readonly warning: string;
  readonly alarm: string;
}

export const PALETTES: Readonly<Record<"light" | "dark", Palette>> = {
  light: {
    page: "#fdfdfc",
    panel: "#f7f6f3",
    line: "#e4e2dc",
    ink: "#1f1d1a",
    muted: "#78736a",
    accent: "#4b5ca8",
    accentSoft: "#e6e9f7",
    signal: "#3461c1",
    channels: ["#3461c1", "#0f7c78", "#a8560c", "#8a3f9e", "#5b6470"],
    labels: ["#c2571a", "#b3261e", "#6d4ab0", "#b0851a", "#2f7d4f", "#7a7a7a"],
    warning: "#8a6510",
    alarm: "#b3261e",
  },
  dark: {
    page: "#16171a",
    panel: "#1d1f23",
    line: "#2d3036",
    ink: "#eceae5",
    muted: "#9c978d",
    accent: "#8fa0f0",
    accentSoft: "#2a3052",
    signal: "#86a8ff",
    channels: ["#86a8ff", "#5cc7c0", "#eda15c", "#cf95e0", "#a9b1bc"],
    labels: ["#f0935a", "#f0736a", "#b394f0", "#e3bd5c", "#6cc592", "#a0a0a0"],
    warning: "#e3bd5c",
    alarm: "#f0736a",
  },
};
