/** Shapes of the API, as the server declares them in its OpenAPI schema. Ticks travel as strings of digits. */
import type { components } from "./schema";

type Shapes = components["schemas"];

export type TickText = string;
/** What a control holds: labels, choices (nested ones as paths), lines of text, or a number. */
export type ControlValue = unknown[] | number;
export type Values = Record<string, ControlValue | null>;

export type Remedy = Shapes["Remedy"];
/** A failure that the user can understand and mend, as the server tells it. */
export type FaultmarkErrorDict = Shapes["Fault"];
export type Problem = Shapes["Problem"];
export type Notice = Shapes["Notice"];
export type ProjectDoc = Shapes["Project"];
export type ProjectRow = Shapes["ProjectRow"];
export type Progress = Shapes["Progress"];
export type TaskRow = Shapes["TaskRow"];
export type TaskPage = Shapes["TaskList"];
export type WireAxis = Shapes["Axis"];
export type SeriesState = Shapes["FaultmarkSeriesState"];
export type SeriesDoc = Shapes["Series"];
export type ChannelDoc = Shapes["SeriesChannel"];
export type Option = Shapes["Option"];
export type Control = Shapes["Control"];
export type Schema = Shapes["Schema"];
export type SchemaPane = Shapes["Pane"];
export type Region = Shapes["Region"] & { work_order?: string | null };
/** Named so as not to hide the page's own Document. */
export type AnnotationDoc = Shapes["Document"];
export type ProposalDoc = Shapes["Proposal"];
export type Workbench = Shapes["Workbench"] & {
  events?: TaskEvent[]; limits?: LimitDoc[]; layout?: LayoutDoc | null; preferences?: Preferences; presence?: PresenceDoc[];
  dismissed?: { prediction_id: number; region_id: string }[];
};
export interface TaskEvent { id: string; kind: "regime" | "alarm" | "work_order" | "maintenance" | "note"; title: string; start: string; end: string | null; severity: string | null; channel: string | null; detail: string }
export interface LimitDoc { channel: string; value: number; label: string; severity: "warning" | "alarm" }
export interface LayoutDoc { panes: { channels: string[]; height: number | null; collapsed: boolean; hidden: boolean; scale: { mode: "auto" | "robust" | "fixed" | "log"; low: number | null; high: number | null } | null }[]; lanes_hidden: string[]; drawers: Record<string, number>; colors?: Record<string, string> }
export interface Preferences { keys: Record<string, string[]>; zone: string; theme: "system" | "light" | "dark"; flags: Record<string, unknown> }
export interface PresenceDoc { user_id: number; name: string; mine: boolean; since: string }
export type DraftBody = Shapes["DraftRequestRequest"];
export type SubmitBody = Shapes["SubmitRequestRequest"];
export type IngestBody = Shapes["IngestRequestRequest"];
export type ErrorBody = Shapes["Error"];
