import { bufferOf, decodeTile } from "./decode";
import type { FromWorker, ToWorker } from "./tile-messages";

const running = new Map<number, AbortController>();

/** Fetch and check a tile away from the page's thread, then hand its bytes over without copying them. */
async function load(id: number, url: string): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    const response = await fetch(url, { credentials: "same-origin", signal: controller.signal });
    if (!response.ok) {
      send({ id, kind: "refused", status: response.status, statusText: response.statusText, body: await response.text() });
      return;
    }
    const tile = decodeTile(await response.arrayBuffer());
    send({ id, kind: "tile", tile }, [bufferOf(tile)]);
  } catch (error) {
    if (controller.signal.aborted) return;
    send({ id, kind: "broken", name: error instanceof Error ? error.name : "Error", message: error instanceof Error ? error.message : String(error) });
  } finally {
    running.delete(id);
  }
}

function send(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

self.addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === "load") void load(data.id, data.url);
  else running.get(data.id)?.abort();
});
