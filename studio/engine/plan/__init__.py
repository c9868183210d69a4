"""Prompt in, plan out."""

from studio.engine.plan.planner import make_plan
from studio.engine.plan.scene import Figure, Relation, ScenePlan, Subject

__all__ = ["Figure", "Relation", "ScenePlan", "Subject", "make_plan"]
