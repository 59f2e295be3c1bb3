import "./styles/base.css";
import "./styles/screens.css";
import "./styles/label.css";

import "@preact/signals";

import { render } from "preact";

import { startRouting } from "./model/route";
import { App } from "./screens/App";
import { startTheme } from "./screens/theme";

const root = document.getElementById("app");
if (root !== null) {
  startTheme();
  startRouting();
  root.replaceChildren();
  render(<App />, root);
}
