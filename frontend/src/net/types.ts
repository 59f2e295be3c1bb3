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
export type Condition = Shapes["Condition"];
export type Control = Shapes["Control"];
export type Schema = Shapes["Schema"];
export type SchemaPane = Shapes["Pane"];
export type Region = Shapes["Region"];
/** Named so as not to hide the page's own Document. */
export type AnnotationDoc = Shapes["Document"];
export type ProposalDoc = Shapes["Proposal"];
export type Workbench = Shapes["Workbench"];
export type TaskEvent = Shapes["Event"];
export type LimitDoc = Shapes["Limit"];
export type LayoutDoc = Shapes["Layout"];
export type LayoutBody = Shapes["LayoutRequest"];
export type Preferences = Shapes["Preferences"];
export type PresenceDoc = Shapes["Presence"];
export type SnapDoc = Shapes["Snap"];
export type NextDoc = Shapes["Next"];
export type TaskState = TaskRow["state"];
export type DraftBody = Shapes["DraftRequestRequest"];
export type SubmitBody = Shapes["SubmitRequestRequest"];
export type IngestBody = Shapes["IngestRequestRequest"];
export type ErrorBody = Shapes["Error"];
export type OverviewDoc = Shapes["Overview"];
export type MembersDoc = Shapes["MemberList"];
export type MemberDoc = Shapes["Member"];
export type MemberRole = MemberDoc["role"];
export type RulesDoc = Shapes["Rules"];
export type RulesBody = Partial<RulesDoc>;
export type DetectionDoc = Shapes["Detection"];
export type DetectionRun = Shapes["DetectionRun"];
export type StartDetectionBody = Partial<Shapes["StartDetectionRequest"]>;
export type DatasetDoc = Shapes["Build"];
export type RetentionDoc = Shapes["Retention"];
export type RetentionRule = Shapes["_Rule"];
export type RetentionRuleBody = Shapes["_RuleRequest"];
export type DataClass = RetentionRule["data_class"];
export type DuePlan = Shapes["PurgeReport"];
export type HoldBody = Partial<Shapes["HoldRequestRequest"]> & Pick<Shapes["HoldRequestRequest"], "reason">;
export type AuditEntry = Shapes["_AuditEntry"];
export type AssignBody = Shapes["AssignRequestRequest"];
export type AssignedDoc = Shapes["Assigned"];
export type ReviewSheet = Shapes["ReviewSheet"];
export type ReviewQueueDoc = Shapes["ReviewQueue"];
export type ReviewRow = Shapes["ReviewRow"];
export type LaneDoc = Shapes["Lane"];
export type DisagreementDoc = Shapes["Disagreement"];
export type SettledDoc = Shapes["Settled"];
export type CommentDoc = Shapes["Comment"];
export type CommentBody = Shapes["CommentRequestRequest"];
export type VerdictName = Shapes["VerdictEnum"];
export type VerdictBody = Shapes["VerdictRequestRequest"];
export type ReviewDraftBody = Shapes["ReviewDraftRequestRequest"];
