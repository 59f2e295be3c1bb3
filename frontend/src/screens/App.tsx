/** Chooses the screen that the address names. */
import { route, pathOf } from "../model/route";
import { DataScreen } from "./data/DataScreen";
import { LabelScreen } from "./LabelScreen";
import { OverviewScreen } from "./overview/OverviewScreen";
import { Header } from "./parts";
import { PeopleScreen } from "./people/PeopleScreen";
import { ProjectsScreen } from "./ProjectsScreen";
import { ReviewScreen } from "./review/ReviewScreen";
import { ReviewStart } from "./review/ReviewStart";
import { TasksScreen } from "./TasksScreen";

export function App() {
  const here = route.value;
  if (here.page === "label") return <LabelScreen key={pathOf(here)} project={here.project} task={here.task} />;
  if (here.page === "review") {
    return here.task === null ? <ReviewStart key={here.project} project={here.project} /> : <ReviewScreen key={pathOf(here)} project={here.project} task={here.task} />;
  }
  if (here.page === "overview") return <OverviewScreen key={here.project} project={here.project} />;
  if (here.page === "people") return <PeopleScreen key={here.project} project={here.project} />;
  if (here.page === "data") return <DataScreen key={here.project} project={here.project} />;
  if (here.page === "tasks") return <TasksScreen key={here.project} project={here.project} />;
  if (here.page === "projects") return <ProjectsScreen />;
  return (
    <div class="screen">
      <Header crumbs={[{ text: "Projects", href: "/faultmark/" }, { text: "Not found" }]} />
      <section class="message">
        <h2>There is no such page</h2>
        <p>{here.path}</p>
        <a class="button" href="/faultmark/">
          All projects
        </a>
      </section>
    </div>
  );
}
