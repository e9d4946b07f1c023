// The button that prints the page.

for (const one of document.querySelectorAll("[data-cetak]")) {
  one.hidden = false;
  one.addEventListener("click", () => print());
}
