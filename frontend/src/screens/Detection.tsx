/** The detectors on a whole project: start, watch, cancel, go on. */
import { useEffect, useRef, useState } from "preact/hooks";

import { ApiError, type DetectionDoc, type DetectionRun, isAbort, type StartDetectionBody } from "../net/api";
import { api } from "./boot";
import { barText, counted, runText } from "./detection-text";
import { Meter } from "./parts";

const POLL_MS = 1000;

const busy = (run: DetectionRun | null): boolean => run !== null && (run.state === "queued" || run.state === "running");

export function Detection({ project, changed }: { project: number; changed: () => void }) {
  const [run, setRun] = useState<DetectionRun | null>(null);
  const [problem, setProblem] = useState("");
  // How a run of last week ended is no news; how this one ends is.
  const [watched, setWatched] = useState(false);
  const done = useRef<number | null>(null);
  const running = busy(run);

  const heard = ({ run: newest }: DetectionDoc) => {
    setRun(newest);
    if (busy(newest)) setWatched(true);
    // The list counts the proposals of each task.
    if (done.current !== null && newest !== null && newest.done !== done.current) changed();
    done.current = newest?.done ?? 0;
  };
  const failed = (failure: unknown) => {
    if (!isAbort(failure)) setProblem(failure instanceof ApiError ? failure.detail : String(failure));
  };

  useEffect(() => {
    const abort = new AbortController();
    const ask = () => {
      api.detection(project, abort.signal).then((doc) => { setProblem(""); heard(doc); }, failed);
    };
    ask();
    const timer = running ? setInterval(ask, POLL_MS) : null;
    return () => {
      abort.abort();
      if (timer !== null) clearInterval(timer);
    };
  }, [project, running]);

  const ask = (work: Promise<DetectionDoc>) => {
    setProblem("");
    work.then((doc) => { setWatched(true); heard(doc); }, failed);
  };
  const start = (body: StartDetectionBody) => { ask(api.startDetection(project, body)); };
  const stopped = run?.state === "cancelled" || run?.state === "failed";
  return (
    <section class="detection" aria-label="Detection">
      {!running && (
        <button class="button" type="button" title="Run the detectors over all tasks. Their earlier proposals are replaced; annotations stay as they are." onClick={() => { start({}); }}>
          Propose regions
        </button>
      )}
      {running && run !== null && (
        <>
          <Meter value={Math.round(run.share * 100)} total={100} label="Detection" />
          <button class="button" type="button" onClick={() => { ask(api.cancelDetection(project)); }}>
            Cancel
          </button>
        </>
      )}
      {stopped && <button class="button" type="button" onClick={() => { start({ resume: true }); }}>Go on</button>}
      {run !== null && (watched || stopped) && <span class="muted" role="status">{runText(run)}</span>}
      {run !== null && run.bars.length > 0 && <Bars run={run} />}
      {problem !== "" && <span class="problem" role="alert">{problem}</span>}
      {watched && run !== null && run.errors.length > 0 && <Errors project={project} errors={run.errors} />}
    </section>
  );
}

/** Where people's verdicts on earlier proposals made the run ask for more or less confidence. */
function Bars({ run }: { run: DetectionRun }) {
  return (
    <details>
      <summary title="On a channel whose proposals people dismiss, later ones have to be surer; on one where people draw what was not proposed, less sure.">
        Least confidence moved on {counted(run.bars.length, "channel")}
      </summary>
      <ul>
        {run.bars.map((bar) => <li key={bar.channel}>{barText(bar, run.least)}</li>)}
      </ul>
    </details>
  );
}

/** What went wrong, each with the task it is of. */
function Errors({ project, errors }: { project: number; errors: DetectionRun["errors"] }) {
  return (
    <details>
      <summary>{counted(errors.length, "remark")}</summary>
      <ul>
        {errors.map(({ task, message }, index) => (
          <li key={index}>
            <a class="link" href={`/faultmark/projects/${project}/tasks/${String(task)}`}>Task {String(task)}</a>: {String(message)}
          </li>
        ))}
      </ul>
    </details>
  );
}
