import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ["better-sqlite3", "pg", "@node-rs/argon2", "pinyin-pro", "hucre", "pino"],
  experimental: { authInterrupts: true },
};

export default createNextIntlPlugin({ requestConfig: "./app/_server/words.ts" })(config);
