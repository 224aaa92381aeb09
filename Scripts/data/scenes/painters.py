"""All that may be an object of a scene."""

from scenes.animals import POSES, animal
from scenes.birds_and_fish import bird_flying, bird_perched, fish_bowl, fish_swimming
from scenes.things import balloon, car, mushroom

# kind: painters with the box they draw in (left, top, right) and where they stand
PAINTERS = {
    "cat": [(lambda b, p=p: animal(b, p, True), box_, "ground") for p, box_ in POSES.items()],
    "dog": [(lambda b, p=p: animal(b, p, False), box_, "ground") for p, box_ in POSES.items()],
    "bird": [(bird_perched, (-66, -118, 60), "ground"), (bird_flying, (-62, -112, 62), "air")],
    "fish": [(fish_swimming, (-72, -98, 72), "water"), (fish_bowl, (-66, -102, 66), "ground")],
    "car": [(car, (-75, -78, 75), "ground")],
    "balloon": [(balloon, (-43, -127, 43), "air")],
    "mushroom": [(mushroom, (-48, -106, 48), "ground")],
}
