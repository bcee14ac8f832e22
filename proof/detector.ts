import type { BrowserContext, Page } from "@playwright/test";

// What a script that should have stayed text gives itself away by.

export type Detector = {
  /** What was noticed since this was last asked, by kind. */
  found(): Findings;
  /** What a page holds that could run: handlers, and addresses that are scripts. */
  look(page: Page): Promise<void>;
};
export type Findings = {
  ran: Set<number>;
  dialogs: string[];
  refusedByPolicy: string[];
  outside: string[];
  inDocument: string[];
};

const nothing = (): Findings => ({
  ran: new Set(),
  dialogs: [],
  refusedByPolicy: [],
  outside: [],
  inDocument: [],
});

export const findingsIn = ({ ran, dialogs, refusedByPolicy, outside, inDocument }: Findings): number =>
  ran.size + dialogs.length + refusedByPolicy.length + outside.length + inDocument.length;

/** Watches every page and frame of a browser's context; `origin` is where requests may go. */
export async function detectorIn(context: BrowserContext, origin: string): Promise<Detector> {
  let seen = nothing();
  await context.exposeBinding("canary", (_, number: unknown) => {
    seen.ran.add(Number(number));
  });
  context.on("dialog", (dialog) => {
    seen.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  context.on("console", (message) => {
    if (/Content Security Policy|blocked by CSP/i.test(message.text()))
      seen.refusedByPolicy.push(message.text().slice(0, 200));
  });
  context.on("request", (request) => {
    if (/^(https?|wss?|ftp):/.test(request.url()) && new URL(request.url()).origin !== origin)
      seen.outside.push(request.url());
  });
  return {
    found() {
      const found = seen;
      seen = nothing();
      return found;
    },
    async look(page) {
      for (const frame of page.frames()) {
        const held = await frame.evaluate(heldIn).catch(() => []); // a frame of another origin, or one that has gone
        seen.inDocument.push(...held.map((each) => `${page.url()}: ${each}`));
      }
    },
  };
}

/** Runs in the page. */
function heldIn(): string[] {
  // A browser skips blanks and controls, too. React itself marks a form that waits for its script.
  const isScript = (value: string) =>
    /^javascript:/i.test(value.replace(/[^!-~]/g, "")) &&
    !value.startsWith("javascript:throw new Error('A React form was unexpectedly submitted.");
  return [...document.querySelectorAll("*")].flatMap((element) =>
    [...element.attributes]
      .filter(
        ({ name, value }) =>
          /^on/i.test(name) ||
          name === "srcdoc" ||
          (/^(href|src|action|formaction|xlink:href|data)$/.test(name) && isScript(value)),
      )
      .map(({ name, value }) => `<${element.tagName.toLowerCase()} ${name}=${value.slice(0, 80)}>`),
  );
}
