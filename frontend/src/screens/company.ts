/** Who else has the task open: other tabs of this browser, and other people. */
import { useEffect, useState } from "preact/hooks";

import type { Session } from "../model/session";
import { Tabs } from "../model/tabs";
import type { PresenceDoc } from "../net/types";
import { api } from "./boot";

/** This page, among the tabs of the browser: the same after a reload, another one in a copy of the tab. */
const TAB = takeName();

function drawn(length: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => (byte % 36).toString(36)).join("");
}

function takeName(): string {
  const name = "faultmark:tab";
  const before = sessionStorage.getItem(name);
  const tab = before ?? drawn(12);
  // It lies there only between two pages of this tab: a tab that is copied meanwhile does not get it.
  sessionStorage.removeItem(name);
  addEventListener("pagehide", () => {
    sessionStorage.setItem(name, tab);
  });
  return tab;
}

/** Pages report this often; the server forgets one that is silent for longer than two reports. */
const REPORT_MS = 10_000;

export function useCompany(session: Session): { tabs: Tabs | null; others: readonly PresenceDoc[] } {
  const [tabs, setTabs] = useState<Tabs | null>(null);
  const [others, setOthers] = useState<readonly PresenceDoc[]>([]);
  useEffect(() => {
    const { task, user } = session.bench;
    const mine = new Tabs(TAB, new BroadcastChannel(`faultmark:${user.id}:${task.id}`), session.saving.version);
    setTabs(mine);
    // New at every visit: the server hears no more of one that has left, in whatever order the reports arrive.
    const visit = `${TAB}-${drawn(8)}`;
    let isHere = true;
    // A tab that closes says so at once; the server's list would show it until the next report.
    const follow = mine.others.subscribe((count) => {
      if (count === 0) setOthers((known) => known.filter((other) => !other.mine));
    });
    const report = () => {
      // Not being heard is told by the state of saving; here it only means not to know.
      api.presence(task.id, visit).then((answer) => { if (isHere) setOthers(answer.others); }, () => undefined);
    };
    const leave = () => {
      if (!isHere) return;
      isHere = false;
      api.leave(task.id, visit);
      mine.dispose();
    };
    report();
    const timer = setInterval(report, REPORT_MS);
    // Who was here first learns of a second when it matters: on saving, and on coming back to the page.
    let saved = session.saving.version.peek();
    const unsave = session.saving.version.subscribe((version) => {
      if (version !== saved) report();
      saved = version;
    });
    const seen = () => { if (document.visibilityState === "visible") report(); };
    document.addEventListener("visibilitychange", seen);
    addEventListener("pagehide", leave);
    return () => {
      clearInterval(timer);
      unsave();
      document.removeEventListener("visibilitychange", seen);
      removeEventListener("pagehide", leave);
      follow();
      leave();
      setTabs(null);
    };
  }, [session]);
  return { tabs, others };
}
