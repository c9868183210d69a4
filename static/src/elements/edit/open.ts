import { commands } from "../../lib/keys";

/** The edit page of the picture that is open, one key away; it stays for as long as the page does. */
commands.register({
  id: "picture.edit",
  group: "Pictures",
  title: "Edit the picture",
  keys: ["e"],
  when: () => document.querySelector("[data-edit]") !== null,
  run: () => {
    document.querySelector<HTMLElement>("[data-edit]")?.click();
  },
});
