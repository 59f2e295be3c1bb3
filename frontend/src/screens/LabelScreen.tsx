/** The bench: one task's telemetry, its regions and what is said about them. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { go } from "../model/route";
import { Session } from "../model/session";
import { ApiError, isAbort } from "../net/api";
import { handleKey, type Steps } from "./actions";
import { BottomBar } from "./BottomBar";
import { api } from "./boot";
import { Details } from "./Details";
import { IngestState } from "./IngestState";
import { KeysDialog } from "./KeysDialog";
import { Failure, Header } from "./parts";
import { Queue, type QueueHandle } from "./Queue";
import { SaveBanner, SaveStateText } from "./SaveState";
import { StackHost, statusText } from "./StackHost";
import { createView, HERE, type View } from "./view";

export function LabelScreen({ project, task }: { project: number; task: number }) {
  const [session, setSession] = useState<Session | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [turn, setTurn] = useState(0);
  const view = useMemo(createView, []);

  useEffect(() => {
    const abort = new AbortController();
    let opened: Session | null = null;
    setError(null);
    api.workbench(task, abort.signal).then(
      (bench) => {
        if (abort.signal.aborted) return;
        opened = new Session(bench, { api, storage: localStorage });
        setSession(opened);
      },
      (failure: unknown) => {
        if (!isAbort(failure)) setError(failure instanceof ApiError ? failure : new ApiError(0, String(failure)));
      },
    );
    return () => {
      abort.abort();
      void opened?.autosave.flush().finally(() => opened?.dispose());
      setSession(null);
    };
  }, [task, turn]);

  const reload = () => {
    setTurn((last) => last + 1);
  };
  if (error !== null) {
    return (
      <div class="screen">
        <Header crumbs={[{ text: "Projects", href: "/faultmark/" }, { text: `Task ${task}` }]} />
        <Failure title="The task cannot be opened" error={error} retry={reload}>
          <a class="button" href={`/faultmark/projects/${project}`}>
            All tasks
          </a>
        </Failure>
      </div>
    );
  }
  return session === null ? <div class="screen" aria-busy="true" /> : <Bench session={session} view={view} reload={reload} />;
}

function Bench({ session, view, reload }: { session: Session; view: View; reload: () => void }) {
  const queue = useRef<QueueHandle>(null);
  const { bench } = session;
  const { project } = bench.task;
  const axis = session.axis.value;
  const ready = bench.series.state === "ready" || (axis !== null && bench.series.id !== null);

  const steps: Steps = useMemo(() => {
    const next = () => {
      const to = queue.current?.after(bench.task.id) ?? null;
      go(to === null ? { page: "tasks", project: project.id } : { page: "label", project: project.id, task: to });
    };
    return {
      next,
      submit: () => {
        void session.submit().then((done) => {
          if (done) next();
          else if (session.problems.value[0]?.region) session.selected.value = session.problems.value[0].region;
        });
      },
      skip: () => {
        void session.submit(true).then((done) => {
          if (done) next();
        });
      },
      focusFilter: () => queue.current?.focus(),
    };
  }, [session]);

  useEffect(() => {
    document.title = `${bench.task.title} · ${project.title} · Faultmark`;
    const press = (event: KeyboardEvent) => {
      handleKey(event, session, view, steps);
    };
    const leave = (event: BeforeUnloadEvent) => {
      if (session.autosave.pending) event.preventDefault();
    };
    addEventListener("keydown", press);
    addEventListener("beforeunload", leave);
    return () => {
      removeEventListener("keydown", press);
      removeEventListener("beforeunload", leave);
    };
  }, [session]);

  // The series was read, or read anew, while the page was open: only now are its axis and its channels' places known.
  const { state, id } = session.series.value;
  useEffect(() => {
    if (state === "ready" && (!ready || id !== bench.series.id)) reload();
  }, [state, id]);

  const status = view.status.value;
  const window = session.window.value;
  return (
    <div class="screen">
      <Header
        crumbs={[
          { text: "Projects", href: "/faultmark/" },
          { text: project.title, href: `/faultmark/projects/${project.id}` },
          { text: bench.task.subtitle ? `${bench.task.title} · ${bench.task.subtitle}` : bench.task.title },
        ]}
      >
        <SaveStateText session={session} />
        {axis?.kind !== "number" && (
          <select class="button" aria-label="Time zone" value={view.zone.value} onChange={(event) => { view.zone.value = event.currentTarget.value; }}>
            <option value="UTC">Data's zone (UTC)</option>
            {HERE !== "UTC" && <option value={HERE}>{HERE}</option>}
          </select>
        )}
        <button class="button" type="button" onClick={() => { view.help.value = true; }}>
          <kbd>?</kbd> Keys
        </button>
        <a class="button" href={bench.urls.label_studio}>
          Open in Label Studio
        </a>
      </Header>
      <SaveBanner session={session} />
      {bench.schema.unsupported.length > 0 && (
        <div class="banner" role="status">
          <span>{unsupportedText(session)}</span>
          <a class="link" href={bench.urls.label_studio}>
            Open in Label Studio's editor
          </a>
        </div>
      )}
      {session.series.value.warning !== null && <FileWarning session={session} reload={reload} />}
      <div class="bench">
        <Queue project={project.id} task={bench.task.id} handle={queue} session={session} />
        <main aria-label="Telemetry">
          {bench.schema.object === null ? (
            <Failure
              title="There is no time series here"
              error={new ApiError(0, "The project's labeling config declares no TimeSeries, and that is what Faultmark shows.")}
            >
              <a class="button primary" href={bench.urls.label_studio}>
                Open in Label Studio's editor
              </a>
            </Failure>
          ) : axis !== null && ready && (state === "ready" || session.series.value.id !== null) ? (
            <>
              <StackHost session={session} axis={axis} view={view} />
              <div class="status-line">
                <span role="status">{session.rangeStart.value !== null ? "Range begun: move the crosshair and press ]" : "Drag over a pane for a range, double-click for an instant"}</span>
                <span>{status === null ? "" : statusText(axis, status, window.end - window.start, session.series.value.channels.length)}</span>
              </div>
            </>
          ) : (
            <IngestState session={session} reload={reload} />
          )}
        </main>
        <Details session={session} view={view} />
      </div>
      <BottomBar session={session} steps={steps} />
      {view.help.value && <KeysDialog close={() => { view.help.value = false; }} />}
    </div>
  );
}

function unsupportedText(session: Session): string {
  const parts = session.schema.unsupported;
  const first = parts.slice(0, 2).map((part) => `${part.message} (line ${part.line} of the config)`);
  return parts.length > 2 ? `${first.join(" ")} And ${parts.length - 2} more.` : first.join(" ");
}

function FileWarning({ session, reload }: { session: Session; reload: () => void }) {
  const warning = session.series.value.warning;
  if (warning === null) return null;
  const remedy = warning.remedies.find((candidate) => Object.keys(candidate.options).length > 0);
  return (
    <div class="banner" role="status">
      <span>
        {warning.file !== null && <b>{warning.file}: </b>}
        {warning.message}
      </span>
      {remedy && (
        <button class="button" type="button" onClick={() => void session.reread(remedy.options).then(reload)}>
          {remedy.text}
        </button>
      )}
    </div>
  );
}

