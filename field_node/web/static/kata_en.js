// Every sentence that the tablet says by itself, in English; the same names as in kata_id.js.

export const SAY = {
  held: (count) => `${count} on tablet`,
  away: "Disconnected",
  unitAge: (old) => `unit ${old}`,
  centerAge: (old) => `center ${old}`,
  centerUnknown: "center not known",
  never: "never",
  signIn: "Sign in on the unit first",
  draft: "Draft",
  onTablet: "On this tablet",
  toCheck: "Needs a check",
  waits: "Waits until the unit can be reached, then goes by itself.",
  closed: "The unit has not taken it. It is tried again by itself.",
  needsSignIn: "The unit asks for a sign-in. After that this entry goes by itself.",
  save: "Save",
  refused: "Not saved because",
  also: "Look at this too",
  stillThere: "What you typed is still below.",
  sure: "Save it anyway: not a person's NIK or telephone number",
  kept: "Saved on this tablet.",
  keptNote: "Not on the unit yet. It is sent by itself as soon as the unit can be reached.",
  notKept: "Not saved and not sent.",
  notKeptWhat: "This tablet cannot keep it, it may be full, and the unit is out of reach. Leave this page open, go near the unit, then tap again.",
  keptSos: "This SOS has not been sent! It is on this tablet and goes as soon as the unit can be reached. Move closer to the unit, or call for help in another way.",
  fates: {
    arrived: "Arrived: saved on the unit.",
    refused: "Brought to the unit, which cannot save it as it is. The reason stands under See what is on the tablet.",
    gone: "No longer on this tablet.",
  },
  another: "Record another",
  takeBack: "Undo",
  takenBack: "Undone. Nothing is sent.",
  holdOn: (seconds) => `Keep holding… ${seconds}`,
  letGo: "Not sent. Hold until the circle is full, or tap the button below it.",
  sosHeld: "THE SOS HAS NOT LEFT THIS TABLET.",
  sosHeldWhat: "The unit cannot be reached, so nobody knows yet. The tablet keeps trying. Move closer to the unit, and call for help in another way now: telephone, handheld radio, shouting, whistle, torch.",
  sosSignIn: "The unit asks for a sign-in first, so nobody knows yet. Sign in with your PIN: the SOS then goes by itself. Cannot sign in? Call for help in another way now: telephone, handheld radio, shouting, whistle, torch.",
  sosNotTaken: (why) => `${why} Nobody knows yet. The tablet keeps trying; call for help in another way now: telephone, handheld radio, shouting, whistle, torch.`,
  sosCancel: "Cancel this SOS (safe again)",
  sosCancelSure: "Yes, safe again: cancel the SOS",
  sosArrived: "The SOS has reached the unit.",
  sosSee: "See how far it got",
  sosPlaced: "Position from the GPS of this tablet.",
  see: "See what is on the tablet",
  unfinished: (label, old) => `There is an unsaved ${label}, ${old}.`,
  ownPlace: (name) => `${name} (still on the tablet)`,
  open: "Open",
  read: "I have read it",
  told: "News",
  resume: "Continue",
  discard: "Discard",
  discardSure: "Yes, discard",
  mend: "Mend",
  noSearch: "Searching areas needs the unit, which cannot be reached. Leave it empty for now; complete it later by a correction.",
  sending: "Sending…",
  allSent: "All entries of this tablet are on the unit.",
  stillAway: "The unit cannot be reached. The entries are safe on this tablet.",
  someLeft: (count) => `${count} entries are still on the tablet; the reasons stand below.`,
  mule: {
    none: "Carries nothing yet. Frames are fetched by themselves while the unit can be reached.",
    carries: (count, old) => `Carries ${count} entries, fetched ${old}. They have not reached the center: open this page where there is internet.`,
    delivered: (old) => `Brought to the center ${old}. The unit does not know yet: this tablet carries the receipt home.`,
    home: (old) => `The center's receipt was handed to the unit ${old}.`,
    nothing: (old) => `The center's answer was handed to the unit ${old}. It holds no receipt that is newer than what the unit has.`,
    trouble: (why) => `The unit cannot prepare frames to carry. ${why}`,
    full: "This tablet cannot keep frames to carry: its storage may be full. Make room on the tablet, then try again.",
  },
  unreadable: "What this tablet keeps cannot be opened, so nobody knows whether entries wait here. Do not clear the browser's data: close the browser, open it again, or call a technician.",
  safe: "The browser promises not to delete what this tablet keeps.",
  unsafe: "The browser does not promise to keep what this tablet holds: do not clear its data, and export when the unit is out of reach for long.",
  exported: (count) => `${count} entries were written to a download. They stay on the tablet until the unit has taken them.`,
};

/** What is said of photos that wait on this tablet. */
export const PHOTO = {
  photo: "Photo",
  held: (count, pictures) => `${count} on tablet, ${pictures} photos`,
  onTablet: "On this tablet",
  partly: (share) => `${share} % on the unit`,
  toCheck: "Needs a check",
  picked: (count) => `${count} photos chosen. Tap Save photo.`,
  making: "Preparing the photo…",
  kept: (count) => `${count} photos saved on this tablet.`,
  full: "The storage of the tablet is full: the photo was not saved. Its entry is safe.",
  unreadable: (name) => `The tablet cannot read this photo: ${name}.`,
  noRecord: "Waits until its entry is on the unit.",
  signIn: "The unit asks for a sign-in. After that this photo goes by itself.",
  closed: "The unit has not taken this photo. It is tried again by itself.",
};

const many = (value) => value.toLocaleString("id-ID", { maximumFractionDigits: 6 });
const quality = (metres) => (metres <= 15 ? "good" : metres <= 100 ? "fair" : "rough");

/** What a form says while it is being filled. */
export const FILL = {
  zero: "zero",
  unknown: "not recorded",
  step: (label, by) => `${label}: ${by < 0 ? "less" : "more"} ${Math.abs(by)}`,
  filled: (count) => `${count} filled`,
  sum: ({ label, unit, total, missing, whole }) => {
    const left = missing ? `, ${missing} not recorded` : "", of = unit ? ` ${unit}` : "";
    if (whole === null) return `${label}: ${missing ? "≥ " : ""}${many(total)}${of}${left}`;
    const gap = whole - total, apart = gap === 0 ? "exact" : gap < 0 ? `${many(-gap)} too many` : missing ? `${many(gap)} left` : `difference ${many(gap)}`;
    return `${label}: ${many(total)} of ${many(whole)}${of}, ${apart}${left}`;
  },
  jumped: (by, up) => `${up ? "up" : "down"} ${by}. Is that right?`,
  thisTablet: "this tablet",
  review: "Look before it is saved",
  next: "Look",
  lookAgain: "Note:",
  needed: (label) => `${label}: required. Without it the unit does not save this.`,
  change: "Change",
  undo: "Undo",
  lastPlace: "The last one used on this tablet. Change it if you are somewhere else.",
  noArea: (sought) => `Not found: "${sought}". Try another name.`,
  searching: (seconds, metres) => `Looking for the position, ${seconds} of 20 seconds. ${metres === null ? "No satellite signal yet." : `Best so far ±${metres} m (${quality(metres)}).`}`,
  position: (metres) => `Position from the tablet: ±${metres} m (${quality(metres)}).${metres > 100 ? " Try again in the open, or correct the figures." : ""}`,
  unitPosition: (metres) => `Position from the GPS of the unit${metres ? `: ±${metres} m (${quality(metres)})` : ""}.`,
  noPosition: (code, pretended) => {
    if (pretended) return "The tablet gives a mock position (accuracy 0 m), so it is not used. Switch mock locations off, use the GPS of the unit, or type.";
    if (code === 1) return "The tablet does not let this page read the location. Allow it in the browser, use the GPS of the unit, or type.";
    return "The tablet has no position yet. Try again in the open, use the GPS of the unit, or type.";
  },
};

/** What a pad for signatures says. */
export const SIGN = {
  empty: "Nothing drawn yet",
  drawn: (count) => `Signature, ${count} ${count === 1 ? "stroke" : "strokes"}`,
  undone: (count) => `Last stroke removed, ${count} left`,
  full: "The signature field is full. Clear it and draw more briefly.",
};

/** What the reader of QR codes says. */
export const SCAN = {
  starting: "Opening the camera…",
  aim: "Point the camera at the QR code of the surat jalan.",
  reading: "Reading the picture…",
  parts: (read, of, missing) => `${read} of ${of} QR codes read. Next: QR number ${missing.join(", ")}.`,
  whole: (number, lines) => `Surat jalan ${number || "without a number"} was read wholly: ${lines} ${lines === 1 ? "line" : "lines"} of goods.`,
  again: "Starting over. Scan the first QR code.",
  noQr: "No QR code could be read in this picture. Take it closer, straight and in good light.",
  noCamera: "There is no camera here. Choose a picture of the QR code, paste its text, or fill in the lines by hand.",
  forbidden: "The browser has not allowed the camera. Allow it there, choose a picture of the QR code, or fill in the lines by hand.",
  noReader: "The QR reader cannot be opened on this tablet. Paste the text, or fill in the lines by hand.",
  wrong: {
    bukan: () => "This QR code is not a surat jalan.",
    rusak: (read) => `This QR code is torn or cut off. Scan it again${read ? "; what was read before is still there" : ""}.`,
    lain: () => "This QR code is part of another surat jalan. Scan the codes of one paper, or start over.",
    bentuk_lain: () => "This surat jalan was made in a newer form. Fill in its lines by hand.",
  },
  gap: (left) => (left > 0 ? `${many(left)} missing` : left < 0 ? `${many(-left)} too many` : "complete"),
  later: (left) => `${many(left)} to follow, still on the way`,
  other: (bound, here) => `This surat jalan is for ${bound}, not ${here}. If the goods are indeed received here, tick the box below.`,
  sent: (amount, unit, due) => `Sent ${amount}${unit ? ` ${unit}` : ""}${due ? `, expires ${due}` : ""}`,
  broken: (count) => `${many(count)} broken`,
  restAsSent: "Written is what was not recorded yet, 0 where all of it was. Change what differs. What still follows: put 0 under Missing.",
  asSent: "Written as if all had arrived. Change what differs. What follows later: put 0 under Missing.",
  goods: (number) => `goods number ${number}`,
};

/** @param {number} since milliseconds since 1970 */
export function age(since, now = Date.now()) {
  const minutes = Math.floor((now - since) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return minutes === 1 ? "1 minute ago" : `${minutes} minutes ago`;
  if (minutes < 48 * 60) return minutes < 120 ? "1 hour ago" : `${Math.floor(minutes / 60)} hours ago`;
  return `${Math.floor(minutes / 1440)} days ago`;
}

export const STOCK = {
  unit: "units",
  package: "packages",
  full: (most) => `At most ${most} lines in one paper.`,
  gone: "these goods are no longer on the list",
  noSize: "Write how much a package holds, or the units alone",
  packed: (packages, name, loose, unit) => `${packages} ${name}${loose ? ` + ${loose} ${unit}` : ""}`,
  left: (much, unit) => `${much} ${unit} left`,
  minus: (much, unit) => `balance below zero by ${much} ${unit}, needs a count`,
  expired: "expired",
  usual: (holds, unit, name) => `Usually ${holds} ${unit} per ${name}. Tap if that is right.`,
  total: (lines, sums) => `${lines} ${lines === 1 ? "line" : "lines"}: ${sums}`,
  shut: (age, bound) => `As the unit knew ${age}, there is no emergency decree for this incident yet. ${bound ? "Shipments to another store still go; anything else" : "These goods"} need an emergency issue: tick it, write why and who decided.`,
  gateUnknown: "This tablet does not know whether there is an emergency decree. The unit checks when this record arrives; without a decree, fill in the emergency issue.",
  people: (kk, jiwa, paket) => `Total: ${kk ?? "not recorded"} families, ${jiwa ?? "not recorded"} people${paket === null ? "" : `, ${paket} packages`}`,
};
