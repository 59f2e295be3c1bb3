import { fieldsText } from "./field-errors";
import type {
  AnnotationDoc,
  AssignBody,
  AssignedDoc,
  AuditEntry,
  CommentBody,
  CommentDoc,
  DatasetDoc,
  DetectionDoc,
  DraftBody,
  ErrorBody,
  DuePlan,
  FaultmarkErrorDict,
  HoldBody,
  HookBody,
  HookDoc,
  IngestBody,
  LayoutBody,
  MadeHookDoc,
  MemberDoc,
  MemberRole,
  MembersDoc,
  NextDoc,
  OverviewDoc,
  Preferences,
  PresenceDoc,
  Problem,
  ProjectDoc,
  ProjectRow,
  RetentionDoc,
  RetentionRuleBody,
  ReviewDraftBody,
  ReviewQueueDoc,
  ReviewSheet,
  RulesBody,
  RulesDoc,
  SeriesDoc,
  SettledDoc,
  SnapDoc,
  StartDetectionBody,
  SubmitBody,
  TaskPage,
  TaskState,
  VerdictBody,
  Workbench,
} from "./types";

export type * from "./types";

/** What the server answered instead of what was asked for. `status` is 0 when there was no answer at all. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: number,
    /** The server's own sentence. */
    readonly detail: string,
    /** The failure with its place and remedies, when the server knows them. */
    readonly error: FaultmarkErrorDict | null = null,
    options?: ErrorOptions,
    /** What keeps an annotation from being submitted. */
    readonly problems: readonly Problem[] = [],
    /** What is saved now, when it is not what the request was based on. */
    readonly document: AnnotationDoc | null = null,
    /** The settled lane as it is now, when a review was not based on it. */
    readonly settled: SettledDoc | null = null,
  ) {
    super(detail, options);
  }
}

export interface Api {
  projects(signal?: AbortSignal): Promise<{ results: ProjectRow[] }>;
  tasks(project: number, query?: TaskSearch, signal?: AbortSignal): Promise<TaskPage>;
  /** The next task by Label Studio's stream; `after` is the one that is left. */
  next(project: number, after: number | null): Promise<NextDoc>;
  /** A task with everything about it. The page shell preloads it: with a query it would not be the same request. */
  workbench(task: number, signal?: AbortSignal): Promise<Workbench>;
  series(task: number, signal?: AbortSignal): Promise<SeriesDoc>;
  /** Start or redo the ingest, for instance with a remedy's options. */
  ingest(task: number, body?: IngestBody): Promise<SeriesDoc>;
  saveDraft(task: number, body: DraftBody, signal?: AbortSignal): Promise<AnnotationDoc>;
  /** Submit a new annotation, or update the one submitted before. */
  submit(task: number, body: SubmitBody): Promise<AnnotationDoc>;
  snap(task: number, series: string, query: SnapQuery): Promise<SnapDoc>;
  /** Keep the user's own layout of a project; null forgets it. */
  saveLayout(project: number, layout: LayoutBody | null): Promise<unknown>;
  savePreferences(preferences: Preferences): Promise<unknown>;
  /** Say that this tab has a task open, or leaves it. The answer tells who else has. */
  presence(task: number, tab: string): Promise<{ others: PresenceDoc[] }>;
  /** Say that the page leaves a task. A page that goes has no time for an answer, so there is none. */
  leave(task: number, tab: string): void;
  /** What waits for a reviewer. */
  reviewQueue(project: number, query: ReviewSearch, signal?: AbortSignal): Promise<ReviewQueueDoc>;
  /** Who says what of a task; `blind` hides the annotators' names. */
  review(task: number, blind: boolean, signal?: AbortSignal): Promise<ReviewSheet>;
  saveReview(task: number, body: ReviewDraftBody): Promise<SettledDoc>;
  /** The answer holds what a verdict changes of the sheet. */
  judge(task: number, body: VerdictBody): Promise<Partial<ReviewSheet>>;
  comments(task: number, signal?: AbortSignal): Promise<{ results: CommentDoc[] }>;
  comment(task: number, body: CommentBody): Promise<CommentDoc>;
  changeComment(comment: number, body: { text?: string; resolved?: boolean }): Promise<CommentDoc>;
  /** What a project is called, and the user's role in it. */
  project(project: number, signal?: AbortSignal): Promise<ProjectDoc>;
  overview(project: number, signal?: AbortSignal): Promise<OverviewDoc>;
  members(project: number, signal?: AbortSignal): Promise<MembersDoc>;
  addMember(project: number, body: { email: string; role: MemberRole; group: string }): Promise<MemberDoc>;
  changeMember(project: number, user: number, body: { role: MemberRole; group: string }): Promise<MemberDoc>;
  removeMember(project: number, user: number): Promise<void>;
  rules(project: number, signal?: AbortSignal): Promise<RulesDoc>;
  changeRules(project: number, body: RulesBody): Promise<RulesDoc>;
  /** Give tasks to people: to those named, or by a rule. */
  assign(project: number, body: AssignBody): Promise<AssignedDoc>;
  /** The newest run of the detectors over a project. */
  detection(project: number, signal?: AbortSignal): Promise<DetectionDoc>;
  startDetection(project: number, body: StartDetectionBody): Promise<DetectionDoc>;
  cancelDetection(project: number): Promise<DetectionDoc>;
  /** The latest builds, newest first. */
  datasets(project: number, signal?: AbortSignal): Promise<{ results: DatasetDoc[] }>;
  /** Build one in the background, from a recipe in YAML. */
  buildDataset(project: number, recipe: string): Promise<DatasetDoc>;
  cancelDataset(project: number, build: number): Promise<DatasetDoc>;
  retention(project: number, signal?: AbortSignal): Promise<RetentionDoc>;
  setRetention(project: number, rules: readonly RetentionRuleBody[]): Promise<RetentionDoc>;
  /** What is due now, and when the next is. Nothing is deleted. */
  duePlan(project: number, signal?: AbortSignal): Promise<DuePlan>;
  /** Delete what is due, in the background. */
  erase(project: number): Promise<DuePlan>;
  placeHold(project: number, body: HoldBody): Promise<RetentionDoc>;
  releaseHold(project: number, hold: number): Promise<RetentionDoc>;
  audit(project: number, signal?: AbortSignal): Promise<{ results: AuditEntry[] }>;
  /** Webhooks with their latest messages. */
  hooks(project: number, signal?: AbortSignal): Promise<{ results: HookDoc[] }>;
  /** The answer holds the secret, this once. */
  makeHook(project: number, body: HookBody): Promise<MadeHookDoc>;
  /** Sends a test message; what became of it stands among the deliveries. */
  testHook(project: number, hook: number): Promise<{ delivery: number }>;
  deleteHook(project: number, hook: number): Promise<void>;
}

export interface ReviewSearch {
  /** Which tasks: waiting, sent_back, settled or incomplete. */
  state?: string;
  /** Why they are there: missed, boundaries, class, severity or sample; all without one. */
  reason?: string;
  page?: number;
}

export interface TaskSearch {
  page?: number;
  /** Words that all stand in the metadata; `key:value` for one value of it. */
  search?: string;
  state?: TaskState | undefined;
}

/** What is to be snapped: an edge near `at`, by the change of a channel at most `within` ticks away. */
export interface SnapQuery {
  channel: number;
  at: bigint;
  within: bigint;
  edge: "start" | "end";
}

export interface ApiOptions {
  /** Token of Django's CSRF check; the page shell brings it. */
  csrf: string;
  /** Where the API lives. Default "/faultmark/api/". */
  base?: string;
}

export const API_BASE = "/faultmark/api/";

/** The API, typed. Every failure is an {@link ApiError}, but an abort stays the DOMException it is. */
export function createApi({ csrf, base = API_BASE }: ApiOptions): Api {
  async function call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal, keepalive = false): Promise<T> {
    // No header of our own on a GET: with one, what the page shell preloads would not serve it.
    const headers: Record<string, string> = {};
    const init: RequestInit = { method, headers, credentials: "same-origin", signal: signal ?? null, keepalive };
    if (method !== "GET") {
      headers["X-CSRFToken"] = csrf;
      headers["Content-Type"] = "application/json";
      init.body = JSON.stringify(body ?? {});
    }
    let response: Response;
    try {
      response = await fetch(base + path, init);
    } catch (cause) {
      throw unreachable(cause);
    }
    if (!response.ok) throw await errorOf(response);
    // What was deleted has nothing to say.
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  return {
    projects: (signal) => call("GET", "projects", undefined, signal),
    tasks: (project, query = {}, signal) => {
      const search = new URLSearchParams();
      if (query.page !== undefined) search.set("page", String(query.page));
      if (query.search) search.set("search", query.search);
      if (query.state !== undefined) search.set("state", query.state);
      const text = search.toString();
      return call("GET", `projects/${project}/tasks${text ? `?${text}` : ""}`, undefined, signal);
    },
    next: (project, after) => call("POST", `projects/${project}/next`, { after }),
    workbench: (task, signal) => call("GET", `tasks/${task}`, undefined, signal),
    series: (task, signal) => call("GET", `tasks/${task}/series`, undefined, signal),
    ingest: (task, body) => call("POST", `tasks/${task}/series`, body),
    saveDraft: (task, body, signal) => call("PUT", `tasks/${task}/draft`, body, signal),
    submit: (task, body) => call("POST", `tasks/${task}/annotations`, body),
    snap: (task, series, { channel, at, within, edge }) => call("GET", `tasks/${task}/series/${series}/snap?channel=${channel}&at=${at}&within=${within}&edge=${edge}`),
    // What follows still gets out of a page that is about to go.
    saveLayout: (project, layout) => call("PUT", `projects/${project}/layout`, { layout }, undefined, true),
    savePreferences: (preferences) => call("PUT", "me/preferences", preferences, undefined, true),
    presence: (task, tab) => call("POST", `tasks/${task}/presence`, { tab }),
    leave: (task, tab) => {
      // Most beacons outlive their page, where a fetch with keepalive is lost every other time. They have no headers.
      navigator.sendBeacon(`${base}tasks/${task}/presence`, new URLSearchParams({ tab, leaving: "true", csrfmiddlewaretoken: csrf }));
    },
    reviewQueue: (project, { state = "waiting", reason = "", page = 1 }, signal) =>
      call("GET", `projects/${project}/review?state=${state}&reason=${reason}&page=${page}`, undefined, signal),
    review: (task, blind, signal) => call("GET", `tasks/${task}/review?blind=${blind}`, undefined, signal),
    saveReview: (task, body) => call("PUT", `tasks/${task}/review/draft`, body),
    judge: (task, body) => call("POST", `tasks/${task}/review/verdict`, body),
    comments: (task, signal) => call("GET", `tasks/${task}/comments`, undefined, signal),
    comment: (task, body) => call("POST", `tasks/${task}/comments`, body),
    changeComment: (comment, body) => call("PATCH", `comments/${comment}`, body),
    project: (project, signal) => call("GET", `projects/${project}`, undefined, signal),
    overview: (project, signal) => call("GET", `projects/${project}/overview`, undefined, signal),
    members: (project, signal) => call("GET", `projects/${project}/members`, undefined, signal),
    addMember: (project, body) => call("POST", `projects/${project}/members`, body),
    changeMember: (project, user, body) => call("PUT", `projects/${project}/members/${user}`, body),
    removeMember: (project, user) => call("DELETE", `projects/${project}/members/${user}`),
    rules: (project, signal) => call("GET", `projects/${project}/rules`, undefined, signal),
    changeRules: (project, body) => call("PATCH", `projects/${project}/rules`, body),
    assign: (project, body) => call("POST", `projects/${project}/assignments`, body),
    detection: (project, signal) => call("GET", `projects/${project}/detection`, undefined, signal),
    startDetection: (project, body) => call("POST", `projects/${project}/detection`, body),
    cancelDetection: (project) => call("DELETE", `projects/${project}/detection`),
    datasets: (project, signal) => call("GET", `projects/${project}/datasets`, undefined, signal),
    buildDataset: (project, recipe) => call("POST", `projects/${project}/datasets`, { recipe }),
    cancelDataset: (project, build) => call("DELETE", `projects/${project}/datasets/${build}`),
    retention: (project, signal) => call("GET", `projects/${project}/retention`, undefined, signal),
    setRetention: (project, rules) => call("PUT", `projects/${project}/retention`, { rules }),
    duePlan: (project, signal) => call("GET", `projects/${project}/retention/purge`, undefined, signal),
    erase: (project) => call("POST", `projects/${project}/retention/purge`),
    placeHold: (project, body) => call("POST", `projects/${project}/retention/holds`, body),
    releaseHold: (project, hold) => call("DELETE", `projects/${project}/retention/holds/${hold}`),
    audit: (project, signal) => call("GET", `projects/${project}/retention/audit`, undefined, signal),
    hooks: (project, signal) => call("GET", `projects/${project}/hooks`, undefined, signal),
    makeHook: (project, body) => call("POST", `projects/${project}/hooks`, body),
    testHook: (project, hook) => call("POST", `projects/${project}/hooks/${hook}/test`),
    deleteHook: (project, hook) => call("DELETE", `projects/${project}/hooks/${hook}`),
  };
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

/** What a failed fetch becomes. An abort is nobody's failure and passes through. */
export function unreachable(cause: unknown): unknown {
  if (isAbort(cause)) return cause;
  return new ApiError(0, "The server does not answer. Is it running, and is the network up?", null, { cause });
}

/** Turn an answer that is not 2xx into an ApiError, whatever its body. */
export async function errorOf(response: Response): Promise<ApiError> {
  return errorFromBody(response.status, response.statusText, await response.text());
}

export function errorFromBody(status: number, statusText: string, text: string): ApiError {
  let body: unknown = null;
  try {
    body = JSON.parse(text);
  } catch {
    // An HTML page from a proxy, or nothing: the status has to say it.
  }
  if (typeof body === "object" && body !== null) {
    const { detail, error, problems, document, settled, validation_errors: fields } = body as Partial<ErrorBody> & { document?: AnnotationDoc; settled?: SettledDoc };
    const sentence = [error?.message, fieldsText(fields), detail].find((text) => typeof text === "string" && text !== "");
    if (sentence !== undefined) return new ApiError(status, sentence, error ?? null, undefined, problems ?? [], document ?? null, settled ?? null);
  }
  return new ApiError(status, sentenceFor(status, statusText));
}

function sentenceFor(status: number, statusText: string): string {
  if (status === 401) return "You are no longer logged in. Log in to Label Studio again; your draft is kept.";
  if (status === 403) return "You have no permission for this.";
  if (status === 404) return "There is no such thing here, or you have no access to it.";
  return `The server failed (${status}${statusText ? ` ${statusText}` : ""}).`;
}
