/** One build of a dataset: how far it is, what is in it, its files; or what kept it from being made. */
import { nameIn } from "../../model/recipe";
import type { DatasetDoc } from "../../net/types";
import { faultText } from "../fault-text";
import { Meter } from "../parts";
import { added, sizeText } from "./figures";

const SHOWN_SAMPLES = 100;
const STATES: Readonly<Record<DatasetDoc["state"], string>> = { queued: "waits for its turn", running: "", done: "built", cancelled: "cancelled", failed: "failed" };

export interface BuildRowProps {
  readonly project: number;
  readonly build: DatasetDoc;
  readonly busy: boolean;
  readonly cancel: () => void;
  readonly use: () => void;
}

export function BuildRow({ project, build, busy, cancel, use }: BuildRowProps) {
  const counts = build.counts ?? {};
  const runs = build.state === "queued" || build.state === "running";
  const isErased = build.state === "done" && build.files.length === 0;
  return (
    <>
      <tr>
        <td>
          <span class="strong">{nameIn(build.recipe) ?? `Build ${build.id}`}</span>
          <span class="muted"> · {build.created_at.slice(0, 16).replace("T", " ")} UTC</span>
        </td>
        <td>
          {build.state === "running" ? (
            <>
              <Meter value={Math.round(build.share * 100)} total={100} label="Build" />
              <span class="muted" role="status">{build.stage || "begins"} · {Math.round(build.share * 100)} %</span>
            </>
          ) : (
            <span role={build.state === "queued" ? "status" : undefined} class={build.state === "done" && !isErased ? "pill good" : build.state === "failed" ? "pill bad" : "pill"}>{isErased ? "erased" : build.waits_for !== "" ? `waits for ${build.waits_for}` : STATES[build.state]}</span>
          )}
        </td>
        <td class="number">{figure(counts.labeled_tasks)}</td>
        <td class="number">{figure(counts.events)}</td>
        <td class="number">{figure(counts.windows)}</td>
        <td class="number">{build.size > 0 ? sizeText(build.size) : ""}</td>
        <td class="number">
          {runs ? (
            <button class="quiet" type="button" disabled={busy} onClick={cancel}>Cancel</button>
          ) : (
            <button class="quiet" type="button" title="Put its recipe into the form above" onClick={use}>Use again</button>
          )}
        </td>
      </tr>
      {build.error !== null && (
        <tr>
          <td colSpan={7}><p class="problem wrap">{faultText(build.error)}</p></td>
        </tr>
      )}
      {build.files.length > 0 && (
        <tr>
          <td colSpan={7}><Files project={project} build={build} /></td>
        </tr>
      )}
    </>
  );
}

function figure(value: unknown): string {
  const sum = added(value);
  return sum === null ? "" : sum.toLocaleString("en");
}

function Files({ project, build }: { project: number; build: DatasetDoc }) {
  const own = build.files.filter((name) => !name.startsWith("samples/") && !name.startsWith("plots/"));
  const samples = build.files.filter((name) => name.startsWith("samples/"));
  const link = (name: string) => (
    <a key={name} class="link" download href={`/faultmark/api/projects/${project}/datasets/${build.id}/file?name=${encodeURIComponent(name)}`}>{name}</a>
  );
  return (
    <div class="downloads" aria-label={`Files of ${build.folder}`}>
      {own.map(link)}
      {samples.length > 0 && (
        <details>
          <summary>samples: {samples.length.toLocaleString("en")} {samples.length === 1 ? "file" : "files"}</summary>
          <div class="downloads">{samples.slice(0, SHOWN_SAMPLES).map(link)}</div>
          {samples.length > SHOWN_SAMPLES && <p class="muted">And {(samples.length - SHOWN_SAMPLES).toLocaleString("en")} more, in the folder {build.folder} on the server.</p>}
        </details>
      )}
    </div>
  );
}
