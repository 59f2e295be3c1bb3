/** The bench: one task's telemetry, its regions and what is said about them. */
import { useEffect, useMemo, useRef } from "preact/hooks";

import type { AxisInfo } from "../core/types";
import { Session } from "../model/session";
import { ApiError } from "../net/api";
import { handleKey } from "./actions";
import { followAddress } from "./address";
import { BottomBar } from "./BottomBar";
import { api } from "./boot";
import { ChannelsDialog } from "./ChannelsDialog";
import { useCompany } from "./company";
import { Details } from "./Details";
import { GoToDialog } from "./GoToDialog";
import { IngestState } from "./IngestState";
import { KeysDialog } from "./KeysDialog";
import { useLoaded } from "./load";
import { PaneMenu } from "./PaneMenu";
import { Failure, Header } from "./parts";
import { mayReview } from "./ProjectTabs";
import { Queue, type QueueHandle } from "./Queue";
import { Presence, SaveBanner, SaveStateText } from "./SaveState";
import { SkipDialog } from "./SkipDialog";
import { StackHost, statusText } from "./StackHost";
import { createSteps, showFault } from "./steps";
import { keepView, openView, type View } from "./view";
import { ZoneChoice } from "./ZoneChoice";

interface Opened {
  readonly session: Session;
  readonly view: View;
}

export function LabelScreen({ project, task }: { project: number; task: number }) {
  const [loaded, reload] = useLoaded(
    async (signal): Promise<Opened> => {
      const bench = await api.workbench(task, signal);
      return { session: new Session(bench, { api, storage: localStorage }), view: openView(bench) };
    },
    [task],
    ({ session, view }) => {
      keepView(view);
      void session.saving.autosave.flush().finally(() => { session.dispose(); });
    },
  );
  if (loaded.state === "failed") {
    return (
      <div class="screen">
        <Header crumbs={[{ text: "Projects", href: "/faultmark/" }, { text: `Task ${task}` }]} />
        <Failure title="The task cannot be opened" error={loaded.error} retry={reload}>
          <a class="button" href={`/faultmark/projects/${project}`}>
            All tasks
          </a>
        </Failure>
      </div>
    );
  }
  return loaded.state === "pending" ? <div class="screen" aria-busy="true" /> : <Bench {...loaded.value} reload={reload} />;
}

function Bench({ session, view, reload }: Opened & { reload: () => void }) {
  const queue = useRef<QueueHandle>(null);
  const { tabs, others } = useCompany(session);
  const { bench } = session;
  const { project } = bench.task;
  const axis = session.telemetry.axis.value;
  const series = session.telemetry.series.value;
  const ready = bench.series.state === "ready" || (axis !== null && bench.series.id !== null);
  const steps = useMemo(() => createSteps(session, view, queue), [session]);

  useEffect(() => {
    document.title = `${bench.task.title} · ${project.title} · Faultmark`;
    const press = (event: KeyboardEvent) => { handleKey(event, session, view, steps); };
    // A button that was clicked with the mouse gives the keys back: Enter and the arrows mean the regions again.
    const click = (event: MouseEvent) => {
      const button = event.target instanceof Element ? event.target.closest("button, input[type=range]") : null;
      if (event.detail > 0 && button instanceof HTMLElement && button.closest("dialog, .pane-menu") === null) button.blur();
    };
    const leave = (event: BeforeUnloadEvent) => {
      session.keep();
      if (session.saving.autosave.pending) event.preventDefault();
    };
    const back = () => { if (session.saving.autosave.state.peek().kind === "offline") void session.saving.autosave.flush(); };
    const hide = () => {
      session.keep();
      keepView(view);
    };
    addEventListener("keydown", press);
    addEventListener("click", click);
    addEventListener("beforeunload", leave);
    addEventListener("pagehide", hide);
    addEventListener("online", back);
    return () => {
      removeEventListener("keydown", press);
      removeEventListener("click", click);
      removeEventListener("beforeunload", leave);
      removeEventListener("pagehide", hide);
      removeEventListener("online", back);
    };
  }, [session]);

  const isOpen = axis !== null;
  useEffect(() => (isOpen ? followAddress(session) : undefined), [session, isOpen]);

  const drawn = axis !== null && ready && (series.state === "ready" || series.id !== null);
  // The series was read, or read anew, while the page was open: only now are its axis and its channels' places known.
  const { state, id } = series;
  useEffect(() => {
    if (state === "ready" && (!ready || id !== bench.series.id)) reload();
  }, [state, id]);

  const load = () => {
    void api.workbench(bench.task.id).then(
      ({ document }) => { session.saving.takeOver(document); },
      (failure: unknown) => { session.saving.failure.value = failure instanceof ApiError ? failure : new ApiError(0, String(failure)); },
    );
  };

  return (
    <div class="screen">
      <Header
        crumbs={[
          { text: "Projects", href: "/faultmark/" },
          { text: project.title, href: `/faultmark/projects/${project.id}` },
          { text: bench.task.subtitle ? `${bench.task.title} · ${bench.task.subtitle}` : bench.task.title },
        ]}
      >
        <Presence others={others} tabs={tabs?.others.value ?? 0} />
        <SaveStateText session={session} />
        {axis?.kind !== "number" && <ZoneChoice view={view} />}
        <button class="button" type="button" onClick={() => { view.dialog.value = "keys"; }}>
          <kbd>{view.keymap.value.shown("help")}</kbd> Keys
        </button>
        {mayReview(project) && <a class="button" href={`/faultmark/projects/${project.id}/tasks/${bench.task.id}/review`}>Review</a>}
        <a class="button" href={bench.urls.label_studio}>
          Open in Label Studio
        </a>
      </Header>
      <SaveBanner session={session} tabs={tabs} load={load} />
      {bench.schema.unsupported.length > 0 && (
        <div class="banner" role="status">
          <span>{unsupportedText(session)}</span>
          <a class="link" href={bench.urls.label_studio}>
            Open in Label Studio's editor
          </a>
        </div>
      )}
      {(drawn || series.warning !== null) && <FileWarning session={session} reload={reload} />}
      <div class="bench">
        <Queue project={project.id} task={bench.task.id} handle={queue} session={session} view={view} />
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
          ) : drawn ? (
            <>
              <StackHost session={session} axis={axis} view={view} />
              <StatusLine session={session} axis={axis} view={view} />
            </>
          ) : (
            <IngestState session={session} reload={reload} />
          )}
        </main>
        <Details session={session} view={view} />
      </div>
      <BottomBar session={session} view={view} steps={steps} />
      <PaneMenu schema={bench.schema} view={view} />
      <Dialogs session={session} axis={axis} view={view} skip={(reason) => void session.submit({ reason }).then((done) => { if (done) steps.next(); })} />
    </div>
  );
}

function Dialogs({ session, axis, view, skip }: { session: Session; axis: AxisInfo | null; view: View; skip: (reason: string) => void }) {
  const close = () => { view.dialog.value = null; };
  switch (view.dialog.value) {
    case "keys":
      return <KeysDialog view={view} close={close} />;
    case "goTo":
      return axis === null ? null : <GoToDialog session={session} axis={axis} view={view} close={close} />;
    case "skip":
      return <SkipDialog skip={skip} close={close} />;
    case "channels":
      return <ChannelsDialog schema={session.schema} view={view} close={close} />;
    default:
      return null;
  }
}

/** Below the panes: what was just done, what can be done, and how fine it is drawn. */
function StatusLine({ session, axis, view }: { session: Session; axis: AxisInfo; view: View }) {
  const status = view.status.value;
  const { problems } = session;
  const window = session.telemetry.window.value;
  const keymap = view.keymap.value;
  const hint = session.rangeStart.value !== null ? `Range begun: move the crosshair and press ${keymap.shown("rangeEnd")}` : "Drag for a range, double-click for an instant";
  return (
    <div class="status-line">
      <button class="quiet" type="button" onClick={() => { view.dialog.value = "goTo"; }}>Go to <kbd>{keymap.shown("goTo")}</kbd></button>
      <button class="quiet" type="button" onClick={() => { view.dialog.value = "channels"; }}>Channels <kbd>{keymap.shown("channels")}</kbd></button>
      {problems.length > 0 && (
        <button class="button faulty" type="button" title={problems[0]?.message} onClick={() => { showFault(session, view); }}>
          {problems.length === 1 ? problems[0]?.message : `${problems.length} fields are missing: go to the first`}
        </button>
      )}
      <span class="said" role="status">{view.said.value || (problems.length > 0 ? "" : hint)}</span>
      <span title="Length in view · samples × channels · how fine they are drawn">{status === null ? "" : statusText(axis, status, window.end - window.start, session.telemetry.series.value.channels.length)}</span>
    </div>
  );
}

function unsupportedText(session: Session): string {
  const parts = session.schema.unsupported;
  const first = parts.slice(0, 2).map((part) => `${part.message} (line ${part.line} of the config)`);
  return parts.length > 2 ? `${first.join(" ")} And ${parts.length - 2} more.` : first.join(" ");
}

/** What is to be known of a file whose samples are on show: that it changed, or that reading it anew has failed. */
function FileWarning({ session, reload }: { session: Session; reload: () => void }) {
  const { state, error, warning: changed } = session.telemetry.series.value;
  const warning = changed ?? (state === "failed" ? error : null);
  if (warning === null) return null;
  const remedy = warning.remedies.find((candidate) => Object.keys(candidate.options).length > 0);
  return (
    <div class="banner" role="status">
      <span>
        {warning.file !== null && <b>{warning.file}: </b>}
        {warning.message}
      </span>
      {remedy && (
        <button class="button" type="button" onClick={() => void session.telemetry.reread(remedy.options).then(reload)}>
          {remedy.text}
        </button>
      )}
    </div>
  );
}
