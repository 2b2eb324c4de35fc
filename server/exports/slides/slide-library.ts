import library from 'pptxgenjs'

/** The library's types describe a CommonJS module with a default member; what Node loads is the class itself. */
export const SlideDeck = library as unknown as typeof library.default

export type Deck = library.default
export type Slide = library.default.Slide
export type ShapeName = library.default.SHAPE_NAME
export type TextProps = library.default.TextProps
export type TextOptions = library.default.TextPropsOptions
export type Border = library.default.BorderProps
/** Top, right, bottom, left. */
export type Borders = [Border, Border, Border, Border]
