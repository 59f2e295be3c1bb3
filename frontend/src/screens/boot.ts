/** What the page shell brings, and the one API client. */
import { createApi } from "../net/api";

interface Boot {
  csrf: string;
  version: string;
  user: { id: number; email: string; initials: string; name: string };
}

function read(): Boot {
  const text = document.getElementById("boot")?.textContent;
  if (!text) throw new Error("The page shell has no boot data.");
  return JSON.parse(text) as Boot;
}

export const boot = read();
export const api = createApi({ csrf: boot.csrf });
