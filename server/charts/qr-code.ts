import { encode } from 'uqr'
import { picture } from './svg.ts'

/**
 * An address as a QR code, one unit a module, with the quiet zone of two modules that print and screens leave around it.
 * Error correction M (ISO/IEC 18004): a coffee stain on the wall may cover a seventh of it.
 */
export function qrCode(address: string): string {
  const quiet = 2
  const { data, size } = encode(address, { ecc: 'M', border: 0 })
  let modules = ''
  data.forEach((row, y) => {
    for (let x = 0; x < size; x++) {
      if (!row[x]) continue
      let length = 1
      while (row[x + length]) length++
      modules += `M${x} ${y}h${length}v1h-${length}z`
      x += length
    }
  })
  const side = size + 2 * quiet
  return picture(
    { className: 'qr', box: [-quiet, -quiet, side, side] },
    { title: `QR code of ${address}` },
    `<path class="qr__ground" d="M-${quiet} -${quiet}h${side}v${side}h-${side}z"/><path class="qr__modules" d="${modules}"/>`,
  )
}
