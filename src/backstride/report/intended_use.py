"""What Backstride is for, in the one sentence that every page, document and label repeats word for word."""

INTENDED_USE = (
    "Backstride gives education and self-management support for runners with back, buttock or leg pain. "
    "It is not a diagnosis and does not replace a clinician."
)
