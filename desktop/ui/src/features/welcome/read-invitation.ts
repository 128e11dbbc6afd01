/** Invitations that come as a picture of a square, or as a file. */

/** A longer side is made shorter before the square is looked for, in px. */
const MAX_SIDE = 1600
/** What the node reads at once, in bytes. */
const MAX_TEXT_BYTES = 64 * 1024
/** A larger picture is not taken into memory, in bytes. */
const MAX_IMAGE_BYTES = 40 * 1024 * 1024

export type Found = { text: string } | { problem: 'noSquare' | 'tooLarge' }

/** Returns the text of an invitation in a picture or a file, or why there is none. */
export async function readInvitation(file: File): Promise<Found> {
  const isImage = file.type.startsWith('image/')
  if (file.size > (isImage ? MAX_IMAGE_BYTES : MAX_TEXT_BYTES)) return { problem: 'tooLarge' }
  if (!isImage) return { text: (await file.text()).trim() }
  try {
    const picture = await pixelsOf(file)
    const { default: decode } = await import('qr/decode.js')
    return { text: decode(picture).trim() }
  } catch {
    return { problem: 'noSquare' }
  }
}

async function pixelsOf(file: File): Promise<ImageData> {
  const bitmap = await createImageBitmap(file)
  const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height))
  const [width, height] = [Math.ceil(bitmap.width * scale), Math.ceil(bitmap.height * scale)]
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no canvas')
  // A picture without a background is read on white.
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  context.drawImage(bitmap, 0, 0, width, height)
  bitmap.close()
  return context.getImageData(0, 0, width, height)
}
