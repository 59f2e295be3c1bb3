/** What is said about a task: threads of comments at places on its time axis. */
import { computed, signal, type ReadonlySignal } from "@preact/signals-core";

import { parseTick } from "../core/tick";
import type { Tick } from "../core/types";
import { ApiError, isAbort, type Api } from "../net/api";
import type { CommentDoc } from "../net/types";

export interface Thread {
  readonly first: CommentDoc;
  readonly answers: readonly CommentDoc[];
  /** Where it stands; null where it is about the whole task. */
  readonly place: { readonly start: Tick; readonly end: Tick } | null;
}

/** Comments in the order in which they came, as threads: those still open first. */
export function threadsOf(comments: readonly CommentDoc[]): Thread[] {
  const known = new Set(comments.map(({ id }) => id));
  // Whose first comment may not be seen stands alone.
  const firsts = comments.filter(({ parent }) => parent === null || !known.has(parent));
  const threads = firsts.map((first): Thread => {
    const start = first.start === null ? null : parseTick(first.start);
    const end = first.end === null ? start : parseTick(first.end);
    return { first, answers: comments.filter(({ parent }) => parent === first.id), place: start === null || end === null ? null : { start, end } };
  });
  return threads.sort((a, b) => Number(a.first.resolved) - Number(b.first.resolved));
}

export class Talk {
  readonly comments = signal<readonly CommentDoc[]>([]);
  readonly threads: ReadonlySignal<readonly Thread[]> = computed(() => threadsOf(this.comments.value));
  readonly open: ReadonlySignal<readonly Thread[]> = computed(() => this.threads.value.filter(({ first }) => !first.resolved));
  /** Why the last thing could not be said or done. */
  readonly failure = signal<ApiError | null>(null);
  readonly busy = signal(false);

  constructor(
    private readonly task: number,
    private readonly api: Pick<Api, "comments" | "comment" | "changeComment">,
  ) {}

  async load(signal?: AbortSignal): Promise<void> {
    await this.#run(async () => {
      this.comments.value = (await this.api.comments(this.task, signal)).results;
    });
  }

  /** Answer a thread; resolves to whether it was. */
  answer(thread: Thread, text: string): Promise<boolean> {
    return this.#run(async () => {
      const said = await this.api.comment(this.task, { text, parent: thread.first.id, region: "" });
      this.comments.value = [...this.comments.value, said];
    });
  }

  /** Resolve a thread, or open it again. */
  resolve(thread: Thread, resolved: boolean): Promise<boolean> {
    return this.#run(async () => {
      const changed = await this.api.changeComment(thread.first.id, { resolved });
      this.comments.value = this.comments.value.map((comment) => (comment.id === changed.id ? changed : comment));
    });
  }

  async #run(work: () => Promise<void>): Promise<boolean> {
    this.busy.value = true;
    this.failure.value = null;
    try {
      await work();
      return true;
    } catch (error) {
      if (!isAbort(error)) this.failure.value = error instanceof ApiError ? error : new ApiError(0, String(error));
      return false;
    } finally {
      this.busy.value = false;
    }
  }
}
