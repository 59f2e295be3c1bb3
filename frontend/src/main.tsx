import "./styles/base.css";
import "./styles/screens.css";
import "./styles/label.css";
import "./styles/review.css";
import "./styles/project.css";

import "@preact/signals";

import { render } from "preact";

import { route, startRouting } from "./model/route";
import { startTilesEarly } from "./net/tiles";
import { App } from "./screens/App";
import { startTheme } from "./screens/theme";

const root = document.getElementById("app");
if (root !== null) {
  startTheme();
  startRouting();
  if (route.peek().page === "label") startTilesEarly();
  root.replaceChildren();
  render(<App />, root);
}
