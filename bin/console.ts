import { readEnv } from "#lib/core/env.ts";

export const env = environment();
// Asked of the address, because the column kit that knows it too brings the ORM along.
export const isPostgres = /^postgres(ql)?:/.test(env.databaseUrl);
export const say = (line: string) => console.log(line);

/** What a database may hold. */
export type Held = "demonstration" | "real" | "nothing";

/** Something that whoever holds the machine can put right: one sentence, no stack. */
export class Plain extends Error {}

/** What went wrong, so that whoever holds the machine knows what to do about it. */
export function plainly(error: unknown): string {
  const { code = "", message = String(error) } = error as { code?: string; message?: string };
  const where = isPostgres ? "The database" : `The database at ${env.databaseUrl}`;
  if (/ENOSPC|SQLITE_FULL/.test(code)) return `${where} has no room left: the disk is full. 磁盘已满。`;
  if (/EROFS|EACCES|EPERM|SQLITE_READONLY|SQLITE_CANTOPEN/.test(code))
    return `${where} cannot be written by this account, or its disk is read-only. 数据库无法写入，请检查磁盘和权限。`;
  if (/SQLITE_BUSY|SQLITE_LOCKED/.test(code))
    return `${where} is in use by another program: stop the server first. 数据库正被占用，请先停止服务。`;
  if (/SQLITE_NOTADB|SQLITE_CORRUPT/.test(code))
    return `${where} is no sound database: restore a backup. 数据库文件已损坏，请用备份恢复。`;
  if (/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|^28P01$|^3D000$/.test(code))
    return `${where} cannot be reached with DATABASE_URL: ${message}`;
  return message;
}

function environment() {
  try {
    return readEnv();
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}
