// Long work is over: on to what became of it. Without scripts the same link is tapped.

const next = document.querySelector("a[data-lanjut]");
if (next) location.replace(next.href);
