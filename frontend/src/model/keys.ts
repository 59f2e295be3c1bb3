/** Every action that has a key, and the keys it has unless the user chose others. */

export type ActionName =
  | "label" | "rating" | "choice" | "instant" | "rangeStart" | "rangeEnd" | "delete" | "undo" | "redo" | "split" | "merge" | "duplicate" | "workOrder"
  | "nextRegion" | "previousRegion" | "extendNext" | "extendPrevious" | "cycle" | "selectAll" | "deselect"
  | "left" | "right" | "leftFar" | "rightFar" | "moveLeft" | "moveRight" | "moveLeftFar" | "moveRightFar" | "otherEdge" | "snap"
  | "accept" | "acceptAbove" | "strongerOnly" | "weakerToo"
  | "zoomIn" | "zoomOut" | "fit" | "fitRegion" | "panLeft" | "panRight" | "toStart" | "toEnd" | "goTo" | "channels" | "zone"
  | "submit" | "nextTask" | "previousTask" | "skip" | "filter" | "help";

export type KeyGroup = "Label" | "Select" | "Move" | "Proposals" | "View" | "Task";

export interface Action {
  readonly name: ActionName;
  /** As `pressText` writes a press. An action that takes a number has one key for each. */
  readonly keys: readonly string[];
  readonly description: string;
  readonly group: KeyGroup;
  /** Each of the keys means something else: the first label, the second, and so on. */
  readonly counted?: true;
}

const digits = (prefix: string) => Array.from({ length: 9 }, (_, index) => `${prefix}${index + 1}`);

export const ACTIONS: readonly Action[] = [
  { name: "label", keys: digits(""), counted: true, group: "Label", description: "Choose the label, and give it to what is selected" },
  { name: "rating", keys: digits("shift+"), counted: true, group: "Label", description: "Rate what is selected" },
  { name: "choice", keys: ["q", "w", "e", "r", "t", "y", "u", "i", "o"], counted: true, group: "Label", description: "Choose an option of the region's first choice" },
  { name: "instant", keys: ["p"], group: "Label", description: "Set an instant at the crosshair" },
  { name: "rangeStart", keys: ["["], group: "Label", description: "Begin a range at the crosshair" },
  { name: "rangeEnd", keys: ["]"], group: "Label", description: "End the range at the crosshair" },
  { name: "delete", keys: ["backspace", "delete"], group: "Label", description: "Delete the regions, or dismiss the proposals" },
  { name: "split", keys: ["x"], group: "Label", description: "Split the region at the crosshair" },
  { name: "merge", keys: ["m"], group: "Label", description: "Merge the selected regions into one" },
  { name: "duplicate", keys: ["d"], group: "Label", description: "Duplicate what is selected" },
  { name: "workOrder", keys: ["l"], group: "Label", description: "Link the nearest work order, the next one, or none" },
  { name: "undo", keys: ["ctrl+z"], group: "Label", description: "Undo" },
  { name: "redo", keys: ["ctrl+shift+z", "ctrl+y"], group: "Label", description: "Redo" },
  { name: "nextRegion", keys: ["j"], group: "Select", description: "Next region or proposal" },
  { name: "previousRegion", keys: ["k"], group: "Select", description: "Previous region or proposal" },
  { name: "extendNext", keys: ["shift+j"], group: "Select", description: "Select the next one too" },
  { name: "extendPrevious", keys: ["shift+k"], group: "Select", description: "Select the previous one too" },
  { name: "cycle", keys: ["c"], group: "Select", description: "Go through what lies at the crosshair, from the innermost outwards" },
  { name: "selectAll", keys: ["ctrl+a"], group: "Select", description: "Select all regions" },
  { name: "deselect", keys: ["escape"], group: "Select", description: "Let go of what is selected" },
  { name: "left", keys: ["arrowleft"], group: "Move", description: "Move the edge, or the crosshair, by one sample" },
  { name: "right", keys: ["arrowright"], group: "Move", description: "The same to the right" },
  { name: "leftFar", keys: ["shift+arrowleft"], group: "Move", description: "By ten samples" },
  { name: "rightFar", keys: ["shift+arrowright"], group: "Move", description: "By ten samples to the right" },
  { name: "otherEdge", keys: ["v"], group: "Move", description: "Take the other edge" },
  { name: "snap", keys: ["a"], group: "Move", description: "Snap the edge to the nearest change of the channel" },
  { name: "moveLeft", keys: [","], group: "Move", description: "Move the whole region by one sample" },
  { name: "moveRight", keys: ["."], group: "Move", description: "The same to the right" },
  { name: "moveLeftFar", keys: ["shift+,"], group: "Move", description: "Move the whole by ten samples" },
  { name: "moveRightFar", keys: ["shift+."], group: "Move", description: "By ten samples to the right" },
  { name: "accept", keys: ["enter"], group: "Proposals", description: "Accept the proposal, and go on to the next" },
  { name: "acceptAbove", keys: ["shift+enter"], group: "Proposals", description: "Accept all proposals that are shown" },
  { name: "strongerOnly", keys: ["ctrl+arrowup"], group: "Proposals", description: "Hide weaker proposals" },
  { name: "weakerToo", keys: ["ctrl+arrowdown"], group: "Proposals", description: "Show weaker proposals" },
  { name: "zoomIn", keys: ["+", "="], group: "View", description: "Zoom in at the crosshair" },
  { name: "zoomOut", keys: ["-"], group: "View", description: "Zoom out" },
  { name: "fit", keys: ["0"], group: "View", description: "Show the whole series" },
  { name: "fitRegion", keys: ["f"], group: "View", description: "Zoom to what is selected" },
  { name: "panLeft", keys: ["pageup"], group: "View", description: "Go back by most of the view" },
  { name: "panRight", keys: ["pagedown"], group: "View", description: "Go on by most of the view" },
  { name: "toStart", keys: ["home"], group: "View", description: "Go to the start of the series" },
  { name: "toEnd", keys: ["end"], group: "View", description: "Go to its end" },
  { name: "goTo", keys: ["g"], group: "View", description: "Go to a time that you type" },
  { name: "channels", keys: ["h"], group: "View", description: "Channels: hide, overlay, order, value range" },
  { name: "zone", keys: ["z"], group: "View", description: "Times in the data's zone, in UTC, or in yours" },
  { name: "submit", keys: ["s", "ctrl+enter"], group: "Task", description: "Submit, and go to the next task" },
  { name: "nextTask", keys: ["n"], group: "Task", description: "Go to the next task" },
  { name: "previousTask", keys: ["b"], group: "Task", description: "Go back to the previous task" },
  { name: "skip", keys: ["shift+s"], group: "Task", description: "Skip this task, and say why" },
  { name: "filter", keys: ["/"], group: "Task", description: "Filter the queue" },
  { name: "help", keys: ["?"], group: "Task", description: "Show and change the keys" },
];

export const GROUPS: readonly KeyGroup[] = ["Label", "Select", "Move", "Proposals", "View", "Task"];
