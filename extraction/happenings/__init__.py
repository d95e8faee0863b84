"""The parts of `extraction.events`: words with their part in the sentence, triggers, participants, modality."""
