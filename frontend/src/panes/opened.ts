/** Name of the performance mark that says when a task's panes were first seen complete. */
export const PANES_DRAWN = "faultmark:panes-drawn";

/**
 * To be called while a frame is drawn that shows every visible pane from its exact tile, and the overview. Sets the mark
 * once that frame has been painted: a message that is posted while a frame is made arrives after it.
 */
export function markPainted(): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    // The browser keeps marks for ever; only the last task's is of use.
    performance.clearMarks(PANES_DRAWN);
    performance.mark(PANES_DRAWN);
    port1.close();
  };
  port2.postMessage(null);
}
