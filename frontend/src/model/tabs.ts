/** Other tabs of the same browser that have the same task open: each is told what the others save. */
import { effect, signal, type ReadonlySignal } from "@preact/signals-core";

/** As much of a BroadcastChannel as is needed. */
export interface Channel {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
  close(): void;
}

interface Message {
  readonly tab: string;
  readonly kind: "here" | "there" | "saved" | "gone";
  readonly version: string;
}

export class Tabs {
  /** How many others there are. */
  readonly others: ReadonlySignal<number>;
  /** The version that another tab saved last, if it is not the one that is worked on here. */
  readonly elsewhere: ReadonlySignal<string | null>;
  readonly #end: () => void;

  constructor(
    tab: string,
    private readonly channel: Channel,
    version: ReadonlySignal<string>,
  ) {
    const known = new Set<string>();
    const others = signal(0);
    const elsewhere = signal<string | null>(null);
    this.others = others;
    this.elsewhere = elsewhere;
    const say = (kind: Message["kind"]) => {
      channel.postMessage({ tab, kind, version: version.peek() } satisfies Message);
    };
    channel.addEventListener("message", ({ data }) => {
      const message = data as Message;
      if (message.kind === "gone") known.delete(message.tab);
      else known.add(message.tab);
      others.value = known.size;
      if (message.kind === "here") say("there");
      if (message.kind === "saved" && message.version !== version.peek()) elsewhere.value = message.version;
    });
    say("here");
    let before = version.peek();
    const stop = effect(() => {
      const now = version.value;
      if (now === before) return;
      before = now;
      elsewhere.value = null;
      say("saved");
    });
    this.#end = () => {
      stop();
      say("gone");
    };
  }

  dispose(): void {
    this.#end();
    this.channel.close();
  }
}
