import type {
  AnnotationDoc,
  DraftBody,
  ErrorBody,
  FaultmarkErrorDict,
  IngestBody,
  Problem,
  ProjectRow,
  SeriesDoc,
  SubmitBody,
  TaskPage,
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
  ) {
    super(detail, options);
  }
}

export interface Api {
  projects(signal?: AbortSignal): Promise<{ results: ProjectRow[] }>;
  tasks(project: number, query?: { page?: number; search?: string }, signal?: AbortSignal): Promise<TaskPage>;
  workbench(task: number, signal?: AbortSignal): Promise<Workbench>;
  series(task: number, signal?: AbortSignal): Promise<SeriesDoc>;
  /** Start or redo the ingest, for instance with a remedy's options. */
  ingest(task: number, body?: IngestBody): Promise<SeriesDoc>;
  saveDraft(task: number, body: DraftBody, signal?: AbortSignal): Promise<AnnotationDoc>;
  /** Submit a new annotation, or update the one submitted before. */
  submit(task: number, body: SubmitBody): Promise<AnnotationDoc>;
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
  async function call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
    const headers: Record<string, string> = { Accept: "application/json" };
    const init: RequestInit = { method, headers, credentials: "same-origin", signal: signal ?? null };
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
    return (await response.json()) as T;
  }

  return {
    projects: (signal) => call("GET", "projects", undefined, signal),
    tasks: (project, query = {}, signal) => {
      const search = new URLSearchParams();
      if (query.page !== undefined) search.set("page", String(query.page));
      if (query.search) search.set("search", query.search);
      const text = search.toString();
      return call("GET", `projects/${project}/tasks${text ? `?${text}` : ""}`, undefined, signal);
    },
    workbench: (task, signal) => call("GET", `tasks/${task}`, undefined, signal),
    series: (task, signal) => call("GET", `tasks/${task}/series`, undefined, signal),
    ingest: (task, body) => call("POST", `tasks/${task}/series`, body),
    saveDraft: (task, body, signal) => call("PUT", `tasks/${task}/draft`, body, signal),
    submit: (task, body) => call("POST", `tasks/${task}/annotations`, body),
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
    const { detail, error, problems, document } = body as Partial<ErrorBody> & { document?: AnnotationDoc };
    const sentence = error?.message ?? (typeof detail === "string" && detail ? detail : null);
    if (sentence) return new ApiError(status, sentence, error ?? null, undefined, problems ?? [], document ?? null);
  }
  return new ApiError(status, sentenceFor(status, statusText));
}

function sentenceFor(status: number, statusText: string): string {
  if (status === 401) return "You are no longer logged in. Log in to Label Studio again; your draft is kept.";
  if (status === 403) return "You have no permission for this.";
  if (status === 404) return "There is no such thing here, or you have no access to it.";
  return `The server failed (${status}${statusText ? ` ${statusText}` : ""}).`;
}
