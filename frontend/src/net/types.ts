/** Shapes of the API. A tick is a string of decimal digits here; `core/tick` reads and writes it. */
export type TickText = string;

export interface Remedy {
  text: string;
  /** Ingest options that apply the remedy at one click; empty when there is nothing to click. */
  options: Record<string, unknown>;
}

/** A failure that the user can understand and mend, as the server tells it. */
export interface FaultmarkErrorDict {
  code: string;
  message: string;
  file: string | null;
  line: number | null;
  column: string | number | null;
  expected: string | null;
  remedies: Remedy[];
}

export interface Notice {
  code: string;
  message: string;
  line?: number | null;
  column?: string | number | null;
}

export interface ProjectRow {
  id: number;
  title: string;
  tasks: number;
  done: number;
  mine: number;
  url_label_studio: string;
  has_time_series: boolean;
}

export interface TaskRow {
  id: number;
  title: string;
  subtitle: string;
  state: "new" | "draft" | "done" | "skipped";
  annotations: number;
  overlap: number;
  proposals: number;
  mine: number;
  series_state: SeriesState;
  metadata: Record<string, unknown>;
}

export interface TaskPage {
  project: { id: number; title: string };
  progress: { total: number; done: number; mine: number };
  total: number;
  results: TaskRow[];
}

export interface WireAxis {
  kind: "time" | "number";
  decimals: number;
  regular: boolean;
  step: TickText | null;
  first: TickText;
  last: TickText;
  size: number;
}

export type SeriesState = "none" | "queued" | "ingesting" | "ready" | "failed";

export interface ChannelDoc {
  index: number;
  name: string;
  dtype: string;
  min: number | null;
  max: number | null;
  quantiles: Record<string, number> | null;
  missing: number;
}

export interface SeriesDoc {
  state: SeriesState;
  id: string | null;
  axis: WireAxis | null;
  channels: ChannelDoc[];
  gaps: { threshold_ticks: TickText; count: number; largest: { start: TickText; end: TickText }[]; missing_samples: number } | null;
  notices: Notice[];
  progress: { done_bytes: number; total_bytes: number; rows: number; rate: number; seconds_left: number | null } | null;
  error: FaultmarkErrorDict | null;
  time_format: string | null;
}

export interface Option {
  value: string;
  alias: string | null;
  color: string | null;
  hotkey: string | null;
  hint: string | null;
}

interface ControlBase {
  name: string;
  to_name: string;
  per_region: boolean;
  required: boolean;
  required_message: string | null;
  title: string;
  visible_when: string | null;
  when_tag: string | null;
  when_label: string | null;
  when_choice: string | null;
}

export type Control = ControlBase &
  (
    | { type: "labels" | "choices"; options: Option[]; mode: "single" | "multiple" | "single-radio" }
    | { type: "rating"; max: number }
    | { type: "number"; min: number | null; max: number | null; step: number | null }
    | { type: "text"; rows: number; placeholder: string | null; max_submissions: number | null }
  );

export interface SchemaPaneChannel {
  column: string;
  index: number | null;
  title: string;
  units: string;
  color: string | null;
  height: number | null;
  range: [number, number] | null;
  display_format: string | null;
}

export interface Schema {
  object: {
    name: string;
    value_key: string;
    time_column: string | null;
    time_format: string | null;
    separator: string;
    headless: boolean;
    overview_channels: string[];
    kind: "csv";
    display_format: string | null;
  };
  panes: { channels: SchemaPaneChannel[]; title: string }[];
  controls: Control[];
  unsupported: { tag: string; name: string; line: number | null; message: string }[];
}

export type ControlValue = string[] | number;

export interface Region {
  id: string;
  start: TickText;
  end: TickText;
  instant: boolean;
  values: Record<string, ControlValue>;
  origin: "manual" | "prediction" | "prediction-changed";
  score: number | null;
  parent: { prediction_id: number; region_id: string; score: number | null } | null;
  channels: string[];
  /** Opaque: comes from the server and goes back as it came. */
  extra: Record<string, unknown>;
}

/** Named so as not to hide the page's own Document. */
export interface AnnotationDoc {
  annotation_id: number | null;
  draft_id: number | null;
  regions: Region[];
  values: Record<string, ControlValue>;
  saved_at: string | null;
  version: string | number | null;
  completed_by: number | null;
}

export interface ProposalDoc {
  prediction_id: number;
  model_version: string | null;
  score: number | null;
  regions: Region[];
}

export interface Workbench {
  task: { id: number; project: { id: number; title: string }; title: string; data: Record<string, unknown> };
  schema: Schema;
  series: SeriesDoc;
  document: AnnotationDoc;
  proposals: ProposalDoc[];
  others: { annotation_id: number; user: string; regions: number }[];
  notices: Notice[];
  urls: { label_studio: string; project: string; labelstudio_editor: string };
  user: { id: number; initials: string; email: string };
}

export interface DraftBody {
  annotation_id: number | null;
  draft_id: number | null;
  regions: Region[];
  values: Record<string, ControlValue>;
  lead_time: number;
}

export interface DraftSaved {
  draft_id: number;
  saved_at: string;
  version: string | number | null;
}

export interface AnnotationBody {
  draft_id: number | null;
  regions: Region[];
  values: Record<string, ControlValue>;
  lead_time: number;
  cancelled?: boolean;
}

export interface IngestBody {
  options?: Record<string, unknown>;
  retry?: boolean;
}
