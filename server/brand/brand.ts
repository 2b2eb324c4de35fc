import { contrastRatio, readableOn } from '../charts/colour.ts'
import type { PrintBrand } from '../exports/print-page.ts'
import { printTokens } from '../exports/print-tokens.ts'
import type { StoredBrand } from './store.ts'

/** Contrast that words need on the ground they stand on (WCAG 2.2, 1.4.3). */
export const wordContrast = 4.5

/** A brand's colour held against the paper: as it is, and as headings will use it. */
export interface CheckedAccent {
  accent: string
  contrast: number
  /** The colour of headings: the brand's own, or the same hue darker until it can be read. */
  ink: string
  inkContrast: number
  isAdjusted: boolean
}

export function checkedAccent(accent: string): CheckedAccent {
  const paper = printTokens.colour('surface')
  const ink = readableOn(accent, paper, wordContrast)
  return {
    accent,
    contrast: contrastRatio(accent, paper),
    ink,
    inkContrast: contrastRatio(ink, paper),
    isAdjusted: ink !== accent,
  }
}

/** How files are to look: a colour for headings that can be read, and the logo. Personas keep their own colours. */
export function printBrand(brand: StoredBrand | undefined): PrintBrand {
  return {
    accentInk: brand?.accent ? checkedAccent(brand.accent).ink : null,
    logo:
      brand?.logo && brand.logoType
        ? { bytes: brand.logo, format: brand.logoType === 'image/png' ? 'png' : 'jpg', alt: brand.logoAlt || 'Logo' }
        : null,
  }
}
