import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm test` checks types, on more than what is bundled; whoever starts the product need not wait for it again.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["better-sqlite3", "pg", "@node-rs/argon2", "pinyin-pro", "hucre", "pino", "pdfkit"],
  // A map's file is the largest form (lib/maps/input.ts, 8 MB); the proxy would cut off what is above 10 MB.
  experimental: { authInterrupts: true, serverActions: { bodySizeLimit: "9mb" } },
  // A folder cannot hold a page and a route: the sign-in form is posted to its page's address, and answered by the route beside it.
  // A page's own actions post multipart forms, which stay with the page.
  async rewrites() {
    const posted = { type: "header", key: "content-type", value: "application/x-www-form-urlencoded.*" } as const;
    return { beforeFiles: [{ source: "/login", has: [posted], destination: "/login/enter" }], afterFiles: [], fallback: [] };
  },
};

export default createNextIntlPlugin({ requestConfig: "./app/_server/words.ts" })(config);
