const personalHeaders =
  /e-?mail(?! ?(opt|consent|subscri))|(^|[ _.-])(tele)?phone([ _.-]?(number|no\.?|nr))?$|(^|[ _.-])mobile([ _.-]?(number|no\.?))?$|^(first|last|family|given|full|sur|middle|contact|customer)?[ _.-]?name$|street|^address|[ _]address$|^(zip|postal)[ _.-]?code$|^postcode$|date[ _.-]of[ _.-]birth|^birth[ _.-]?da(y|te)$|\bip[ _.-]?addr|latitude|longitude|\biban\b|passport|social security/i

/** Whether a column of customer records tells who somebody is, by its header. No segment needs it, so it is never kept. */
export function isPersonalColumn(header: string): boolean {
  return personalHeaders.test(header.trim())
}

/** Whether a cell holds an e-mail address, whatever its column is called. */
export function looksLikeEmail(cell: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i.test(cell.trim())
}
