import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

// Pages that only read are answered from what was last sent while nothing is recorded
// (app/_server/cache/page-cache.ts): documents only, not what a page in the browser fetches, a form that is posted,
// nor that file's own request for the page. A session's only: whoever comes with a token gets the page made
// for it.
const keptPages = "/board/:view(heat|gantt|phases|ranking|map|compare)?";
const notADocument = ["rsc", "content-type", "next-action", "authorization", "x-anew"].map((key) => ({
  type: "header" as const,
  key,
}));

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true }, // nothing of ours needs the optimiser, so its address answers nothing
  // `npm test` checks types, on more than what is bundled; whoever starts the product need not wait for it
  // again.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    "better-sqlite3",
    "pg",
    "@node-rs/argon2",
    "pinyin-pro",
    "hucre",
    "pino",
    "pdfkit",
  ],
  // A map's file is the largest form (lib/maps/input.ts, 8 MB); the proxy would cut off what is above 10 MB.
  experimental: { authInterrupts: true, serverActions: { bodySizeLimit: "9mb" } },
  // A folder cannot hold a page and a route: the sign-in form is posted to its page's address, and answered
  // by the route beside it. A page's own actions post multipart forms, which stay with the page.
  async rewrites() {
    const posted = {
      type: "header",
      key: "content-type",
      value: "application/x-www-form-urlencoded.*",
    } as const;
    return {
      beforeFiles: [
        { source: "/login", has: [posted], destination: "/login/enter" },
        // The link of a screen is answered by a route as well: it turns the token into a cookie.
        { source: "/wall", has: [{ type: "query" as const, key: "screen" }], destination: "/wall/enter" },
        ...(process.env.NODE_ENV === "production"
          ? [{ source: keptPages, missing: notADocument, destination: "/cached/page" }]
          : []),
      ],
      afterFiles: [],
      fallback: [],
    };
  },
};

export default createNextIntlPlugin({ requestConfig: "./app/_server/i18n/locale.ts" })(config);
