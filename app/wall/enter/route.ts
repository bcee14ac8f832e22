export { enterScreen as GET } from "#app/_server/live/wall-session.ts";
