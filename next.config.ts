import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm test` checks types, on more than what is bundled; whoever starts the product need not wait for it again.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["better-sqlite3", "pg", "@node-rs/argon2", "pinyin-pro", "hucre", "pino", "pdfkit"],
  experimental: { authInterrupts: true },
  // A folder cannot hold a page and a route: the sign-in form is posted to its page's address, and answered by the route beside it.
  // A page's own actions post multipart forms, which stay with the page.
  async rewrites() {
    const posted = { type: "header", key: "content-type", value: "application/x-www-form-urlencoded.*" } as const;
    const beforeFiles = [
      { source: "/login", has: [posted], destination: "/login/enter" },
      // The link of a screen is answered by a route as well: it turns the token into a cookie.
      { source: "/wall", has: [{ type: "query", key: "screen" } as const], destination: "/wall/enter" },
    ];
    return { beforeFiles, afterFiles: [], fallback: [] };
  },
};

export default createNextIntlPlugin({ requestConfig: "./app/_server/words.ts" })(config);
