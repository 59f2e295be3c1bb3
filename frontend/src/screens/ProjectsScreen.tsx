/** All projects, and what to do when there is none. */
import { useEffect } from "preact/hooks";

import type { ProjectRow } from "../net/types";
import { api } from "./boot";
import { useLoaded } from "./load";
import { Failure, Header, Meter } from "./parts";
import { mayReview } from "./ProjectTabs";

export function ProjectsScreen() {
  const [loaded, retry] = useLoaded((signal) => api.projects(signal), []);
  useEffect(() => {
    document.title = "Projects · Faultmark";
  }, []);
  return (
    <div class="screen">
      <Header crumbs={[{ text: "Projects" }]}>
        <a class="button" href="/projects/">
          Label Studio
        </a>
      </Header>
      <main class="list-page">
        {loaded.state === "failed" && <Failure title="The projects cannot be shown" error={loaded.error} retry={retry} />}
        {loaded.state === "ready" && (loaded.value.results.length > 0 ? <Projects rows={loaded.value.results} /> : <NoProjects />)}
      </main>
    </div>
  );
}

function Projects({ rows }: { rows: readonly ProjectRow[] }) {
  return (
    <div class="list-inner">
      <div class="list-head">
        <h1>Projects</h1>
      </div>
      <table class="table">
        <thead>
          <tr>
            <th>Project</th>
            <th class="number">Tasks</th>
            <th class="number">Labeled</th>
            <th class="number">By me</th>
            <th style={{ width: "200px" }}>Progress</th>
            <th>
              <span class="visually-hidden">Pages</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <a href={`/faultmark/projects/${row.id}`}>
                  <span class="strong">{row.title}</span>
                  {!row.has_time_series && <span class="muted"> · no time series</span>}
                </a>
              </td>
              <td class="number">{row.progress.tasks.toLocaleString("en")}</td>
              <td class="number">{row.progress.done.toLocaleString("en")}</td>
              <td class="number">{row.progress.mine.toLocaleString("en")}</td>
              <td>
                <Meter value={row.progress.done} total={row.progress.tasks} label={`${row.title}: labeled tasks`} />
              </td>
              <td class="number">
                {mayReview(row) && (
                  <>
                    <a class="link" href={`/faultmark/projects/${row.id}/review`} aria-label={`Review ${row.title}`}>Review</a>
                    {" · "}
                    <a class="link" href={`/faultmark/projects/${row.id}/overview`} aria-label={`Overview of ${row.title}`}>Overview</a>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function NoProjects() {
  return (
    <section class="message">
      <h2>No project yet</h2>
      <p>A project holds the telemetry of your machines and says what is labeled in it. Three steps make one:</p>
      <ol>
        <li>
          <a class="link" href="/projects/">
            Create a project in Label Studio
          </a>{" "}
          and give it a labeling config with a TimeSeries and its channels.
        </li>
        <li>Upload CSV files, or connect their folder as a local storage.</li>
        <li>Come back here: the files are read by themselves, and open at once whatever their length.</li>
      </ol>
      <p>To look around first, start the demo on another port:</p>
      <pre>faultmark demo --port 8090</pre>
    </section>
  );
}
