/** Where the telemetry stands while it cannot be drawn yet, or why it cannot be. */
import { ApiError } from "../net/api";
import { safeFix } from "../model/safe-fix";
import type { Session } from "../model/session";
import { Failure, Meter } from "./parts";

const amount = (bytes: number) => (bytes >= 1e9 ? `${(bytes / 1e9).toFixed(2)} GB` : `${(bytes / 1e6).toFixed(1)} MB`);

function left(seconds: number | null): string {
  if (seconds === null) return "";
  if (seconds < 90) return ` · ${Math.max(1, Math.round(seconds))} s left`;
  return ` · ${Math.round(seconds / 60)} min left`;
}

export function IngestState({ session, reload }: { session: Session; reload: () => void }) {
  const series = session.telemetry.series.value;
  const failure = session.telemetry.failure.value;
  const again = () => void session.telemetry.reread({});
  if (series.state === "failed" && series.error !== null) {
    const { error } = series;
    return (
      <Failure title="The telemetry cannot be read" error={new ApiError(422, error.message, error)} retry={again}>
        {safeFix(error) !== null && (
          <button class="button primary" type="button" onClick={() => void session.telemetry.fixAll()}>
            Apply all safe fixes
          </button>
        )}
        {error.remedies.map((remedy) =>
          Object.keys(remedy.options).length > 0 ? (
            <button key={remedy.text} class={safeFix(error) === null ? "button primary" : "button"} type="button" onClick={() => void session.telemetry.reread(remedy.options)}>
              {remedy.text}
            </button>
          ) : (
            <p key={remedy.text} class="muted">{remedy.text}</p>
          ),
        )}
      </Failure>
    );
  }
  if (failure !== null) {
    return <Failure title="The telemetry is not there yet" error={failure} retry={series.state === "queued" || series.state === "ingesting" ? reload : again} />;
  }
  const { progress } = series;
  return (
    <section class="ingest" aria-live="polite">
      {progress === null ? (
        <p>{series.state === "queued" ? "The file waits to be read. Others may be before it." : "The file is being read for the first time."}</p>
      ) : (
        <>
          <p>The file is being read, once. It opens at once from then on.</p>
          <Meter value={progress.done_bytes} total={progress.total_bytes} label="Read so far" />
          <p class="muted">
            {amount(progress.done_bytes)} of {amount(progress.total_bytes)} · {progress.rows.toLocaleString("en")} samples ·{" "}
            {amount(progress.done_bytes / Math.max(progress.seconds, 0.001))}/s{left(progress.seconds_left)}
          </p>
        </>
      )}
    </section>
  );
}
