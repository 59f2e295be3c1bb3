/** What goes out of a project, and how long it is kept: datasets, labels, retention. For managers. */
import { useEffect } from "preact/hooks";

import { ApiError } from "../../net/api";
import type { AuditEntry, DatasetDoc, DuePlan, ProjectDoc, RetentionDoc } from "../../net/types";
import { api } from "../boot";
import { useLoaded } from "../load";
import { Failure, Header } from "../parts";
import { mayManage, ProjectTabs } from "../ProjectTabs";
import { Datasets } from "./Datasets";
import { LabelExport } from "./LabelExport";
import { Retention } from "./Retention";

export interface DataDoc {
  readonly about: ProjectDoc;
  readonly datasets: readonly DatasetDoc[];
  readonly retention: RetentionDoc;
  readonly plan: DuePlan;
  readonly audit: readonly AuditEntry[];
}

async function fetchData(project: number, signal: AbortSignal): Promise<DataDoc> {
  const about = await api.project(project, signal);
  if (!mayManage(about)) throw new ApiError(403, "Datasets, exports and retention are for the project's managers.");
  const [datasets, retention, plan, audit] = await Promise.all([api.datasets(project, signal), api.retention(project, signal), api.duePlan(project, signal), api.audit(project, signal)]);
  return { about, datasets: datasets.results, retention, plan, audit: audit.results };
}

export function DataScreen({ project }: { project: number }) {
  const [loaded, retry] = useLoaded((signal) => fetchData(project, signal), [project]);
  const title = loaded.state === "ready" ? loaded.value.about.title : `Project ${project}`;
  useEffect(() => {
    document.title = `Data · ${title} · Faultmark`;
  }, [title]);
  return (
    <div class="screen">
      <Header crumbs={[{ text: "Projects", href: "/faultmark/" }, { text: title, href: `/faultmark/projects/${project}` }, { text: "Data" }]}>
        <a class="button" href={`/projects/${project}/data`}>Open in Label Studio</a>
      </Header>
      {loaded.state === "ready" && <ProjectTabs project={loaded.value.about} here="data" />}
      <main class="list-page">
        {loaded.state === "failed" && (
          <Failure title="The data cannot be shown" error={loaded.error} retry={retry}>
            <a class="button" href={`/faultmark/projects/${project}`}>All tasks</a>
          </Failure>
        )}
        {loaded.state === "ready" && (
          <div class="list-inner form-page">
            <Datasets project={loaded.value.about} first={loaded.value.datasets} />
            <LabelExport project={project} />
            <Retention project={project} {...loaded.value} />
          </div>
        )}
      </main>
    </div>
  );
}
