export { enterScreen as GET } from "../../_server/wall.ts";
