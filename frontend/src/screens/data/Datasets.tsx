/** Training sets of a project: one is built from a recipe; those built are listed with their files. */
import { useEffect, useState } from "preact/hooks";

import { recipeName } from "../../model/recipe";
import { isAbort } from "../../net/api";
import type { DatasetDoc, ProjectDoc } from "../../net/types";
import { api } from "../boot";
import { useChange } from "../change";
import { failureText } from "../fault-text";
import { BuildForm } from "./BuildForm";
import { BuildRow } from "./BuildRow";

const POLL_MS = 1000;

const isBusy = ({ state }: DatasetDoc): boolean => state === "queued" || state === "running";

export function Datasets({ project, first }: { project: ProjectDoc; first: readonly DatasetDoc[] }) {
  const [builds, setBuilds] = useState(first);
  const [lost, setLost] = useState("");
  // A recipe to begin with: that of a build that is to be made anew.
  const [again, setAgain] = useState<{ recipe: string; turn: number } | null>(null);
  const [problem, busy, run] = useChange();
  const waits = builds.some(isBusy);

  useEffect(() => {
    if (!waits) return;
    const abort = new AbortController();
    const ask = () => {
      api.datasets(project.id, abort.signal).then(
        ({ results }) => { setLost(""); setBuilds(results); },
        (failure: unknown) => { if (!isAbort(failure)) setLost(failureText(failure)); },
      );
    };
    const timer = setInterval(ask, POLL_MS);
    return () => {
      abort.abort();
      clearInterval(timer);
    };
  }, [project.id, waits]);

  const renew = async () => { setBuilds((await api.datasets(project.id)).results); };
  return (
    <section aria-label="Datasets">
      <div class="section-head">
        <h2>Training sets</h2>
        <a class="link" href="/faultmark/docs/how-to/build-a-dataset.md">How recipes work</a>
      </div>
      <BuildForm
        key={again?.turn ?? 0}
        project={project.id}
        name={recipeName(project.title)}
        recipe={again?.recipe ?? null}
        build={async (recipe) => {
          await api.buildDataset(project.id, recipe);
          await renew();
        }}
      />
      <h3>Built</h3>
      {builds.length === 0 ? (
        <p class="teach">
          Nothing is built yet. A training set holds what people settled: a table of events, every sample with its label, and windows that are cut and normalised, parted into train, validation and test so that nothing leaks. The same recipe and labels always give the same files.
        </p>
      ) : (
        <table class="table compact">
          <thead>
            <tr>
              <th>Dataset</th>
              <th>State</th>
              <th class="number">Tasks</th>
              <th class="number">Events</th>
              <th class="number">Windows</th>
              <th class="number">Size</th>
              <th><span class="visually-hidden">Actions</span></th>
            </tr>
          </thead>
          <tbody>
            {builds.map((one) => (
              <BuildRow
                key={one.id}
                project={project.id}
                build={one}
                busy={busy}
                cancel={() => { void run(() => api.cancelDataset(project.id, one.id).then(renew)); }}
                use={() => { setAgain({ recipe: one.recipe, turn: (again?.turn ?? 0) + 1 }); }}
              />
            ))}
          </tbody>
        </table>
      )}
      {(problem || lost) !== "" && <p class="problem" role="alert">{problem || lost}</p>}
    </section>
  );
}
