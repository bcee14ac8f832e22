import { z } from "zod";

const Environment = z.object({
  DATABASE_URL: z.string().default("data/guatu.db"),
  GUATU_MODE: z.enum(["demonstration", "production"]).default("demonstration"),
  GUATU_ORIGIN: z.url().optional(),
  GUATU_SECRET: z.string().min(32).optional(),
  GUATU_TODAY: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional(),
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().default(3000),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});

export type Env = {
  /** `postgres://…`, or the path of the SQLite file. */
  databaseUrl: string;
  production: boolean;
  /** Where people reach it; decides the cookie's `Secure` and which origin may post. */
  origin: string;
  /** Encrypts second-factor secrets at rest. */
  secret: string;
  /** The business day to stand on instead of the real one. */
  today: string | undefined;
  /** Where this process reaches itself. */
  itself: string;
  port: number;
  logLevel: string;
};

/**
 * Reads the environment.
 * @throws one plain sentence that names the variable and how to set it.
 */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const filled = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = Environment.safeParse(filled);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`The environment variable ${issue?.path.join(".")} is not usable: ${issue?.message}. See .env.example.`);
  }
  const given = parsed.data;
  const production = given.GUATU_MODE === "production";
  if (production && !given.GUATU_SECRET)
    throw new Error("GUATU_SECRET is missing: production needs one of at least 32 characters, e.g. from `openssl rand -hex 32`.");
  if (production && !given.GUATU_ORIGIN)
    throw new Error("GUATU_ORIGIN is missing: production needs the address that people open, e.g. https://guatu.example.gov.cn.");
  return {
    databaseUrl: given.DATABASE_URL,
    production,
    origin: given.GUATU_ORIGIN ?? `http://localhost:${given.PORT}`,
    secret: given.GUATU_SECRET ?? "a-demonstration-needs-no-secret-of-its-own",
    today: given.GUATU_TODAY,
    itself: `http://${/^(0\.0\.0\.0|::)$/.test(given.HOST) ? "127.0.0.1" : given.HOST.includes(":") ? `[${given.HOST}]` : given.HOST}:${given.PORT}`,
    port: given.PORT,
    logLevel: given.LOG_LEVEL,
  };
}
