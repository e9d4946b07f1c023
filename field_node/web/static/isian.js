// Adds "nol" and "belum didata" beside each count, and stops a second tap on Simpan.

const WORDS = [["nol", "0"], ["belum didata", ""]];

/** @param {HTMLInputElement} input */
function addChips(input) {
  const row = document.createElement("div");
  row.className = "chips";
  for (const [word, value] of WORDS) {
    row.append(chip(word, () => { input.value = value; input.dispatchEvent(new Event("input", { bubbles: true })); }));
  }
  const paint = () => row.childNodes.forEach((button, index) => {
    button.setAttribute("aria-pressed", String(input.value.trim() === WORDS[index][1]));
  });
  input.addEventListener("input", paint);
  input.after(row);
  paint();
}

function chip(word, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "chip";
  button.textContent = word;
  button.addEventListener("click", act);
  return button;
}

function saveOnce(form) {
  let saving = false;
  form.addEventListener("submit", (event) => {
    if (form.dataset.antrean) return; // the outbox takes it, once
    if (saving) event.preventDefault();
    saving = true;
  });
  window.addEventListener("pageshow", () => { saving = false; });
}

document.querySelectorAll(".bilangan input").forEach(addChips);
document.querySelectorAll("form.entry").forEach(saveOnce);
